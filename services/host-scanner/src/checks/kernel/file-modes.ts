import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { expand } from '@clawnex/shared/posture/expand.ts';
import type { HostFacts } from '../../facts.ts';
import { type SweptEntry, sweep } from '../../files/sweep.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, nameSome, notApplicable, octal, pass } from '../results.ts';

const TOPS = ['/usr', '/bin', '/sbin', '/lib', '/opt', '/srv', '/etc', '/var/tmp', '/tmp', '/home', '/root'];
const ENTRIES_MAX = 250_000;
const DEPTH_MAX = 8;
/** Homes and temporary folders hold copies of whole systems; what starts by itself lies near their top. */
const DEPTH_IN_HOMES_MAX = 5;
const SHALLOW = new Set(['/home', '/root', '/tmp', '/var/tmp']);
/** Data that packages bring: hundreds of thousands of files, and no programs. */
const DATA_FOLDERS = new Set(['/usr/share', '/usr/include', '/usr/src']);
const SET_ID = 0o6000;
const STICKY = 0o1000;
const OTHERS_WRITE = 0o002;
const OTHERS_PASS = 0o001;
/** Commands named in one fix. */
const FIXES_MAX = 20;
/** Where no package puts a set-uid program, for machines without a package database. */
const OUTSIDE = /^\/(?:tmp|var\/tmp|home|root|opt|srv)\//;
const LIST_BYTES_MAX = 8 * 1_048_576;
/** Neither code nor settings; a developer's home holds most of a machine's files there. */
const LEFT_OUT = new Set([
  'node_modules',
  '.git',
  '.cache',
  'doc',
  'man',
  'locale',
  'zoneinfo',
  'icons',
  'fonts',
  '__pycache__',
  'site-packages',
  'dist-packages',
  'overlay2',
  'snapd',
]);

const OPTIONS = {
  entries_max: ENTRIES_MAX,
  modes: true,
  enter: ({ name, path }: SweptEntry) => !LEFT_OUT.has(name) && !DATA_FOLDERS.has(path),
};

export const fileModes: HostCheck = {
  id: 'HK-07',
  category: 'kernel',
  title: 'A program gives rights away, or a file can be written by everyone',
  why: 'A set-uid program that no package brought is the oldest way to stay root; a file that all may write is the newest way to become it.',
  severity: 'medium',
  platforms: ['linux'],
  reads: [
    'modes below /usr (without share, include and src), /opt, /srv, /etc, and five folders deep below /home, /root, /tmp and /var/tmp',
    'file lists in /var/lib/dpkg/info',
  ],
  fix: 'chmod u-s,g-s <program>; chmod o-w <file>; chmod +t <folder>',
  references: ['cis-debian12.7.1.11', 'cis-debian12.7.1.13', 'nist-800-53.cm-6', 'attack.t1548.001'],
  async evaluate(facts) {
    const setId: string[] = [];
    const writable: string[] = [];
    const gaps: string[] = [];
    // Folders that other users cannot enter: what is open below them is not open to anyone.
    const closed: string[] = [];
    let seen = 0;
    for (const top of TOPS) {
      const info = await facts.root.stat(top);
      if (info.ok && (info.value.mode & OTHERS_PASS) === 0) closed.push(`${top}/`);
      const swept = await sweep(
        facts.root,
        top,
        { ...OPTIONS, depth_max: SHALLOW.has(top) ? DEPTH_IN_HOMES_MAX : DEPTH_MAX },
        ({ path, mode, kind }) => {
          if (mode === null) return;
          if (kind === 'folder' && (mode & OTHERS_PASS) === 0) closed.push(`${path}/`);
          if (kind === 'file' && (mode & SET_ID) !== 0 && (mode & 0o111) !== 0) setId.push(path);
          const isOpen = (mode & OTHERS_WRITE) !== 0 && (mode & STICKY) === 0;
          // What lies in a folder for everyone belongs to whoever put it there.
          if (isOpen && !/^\/(?:var\/)?tmp\//.test(path)) writable.push(`${path} ${octal(mode)}`);
        },
      );
      seen += swept.seen;
      gaps.push(...swept.gaps);
    }
    if (seen === 0) return [notApplicable('files', 'None of the usual folders is here.')];
    const results: CheckResult[] = [];
    const known = setId.length > 0 ? await packagedFiles(facts) : new Set<string>();
    const strange = setId.filter((path) =>
      known.size > 0 ? !known.has(path) && !known.has(path.replace(/^\/usr/, '')) : OUTSIDE.test(path),
    );
    if (strange.length > 0)
      results.push(
        fail(
          'set-uid programs',
          `No package brought these, and they run with their owner’s rights: ${nameSome(strange)}`,
          {
            severity: 'high',
            fix: strange
              .map((path) => `chmod u-s,g-s ${path}`)
              .slice(0, FIXES_MAX)
              .join('; '),
          },
        ),
      );
    const open = writable.filter((text) => !closed.some((folder) => text.startsWith(folder)));
    if (open.length > 0)
      results.push(
        fail('files that all may write', nameSome(open), {
          fix: open
            .map((text) => `chmod o-w ${text.split(' ')[0]}`)
            .slice(0, FIXES_MAX)
            .join('; '),
        }),
      );
    if (results.length === 0)
      results.push(
        pass(
          'files',
          `${seen} entries; ${setId.length} set-uid programs, all from packages, and no file that all may write.`,
        ),
      );
    return [...results, ...gapsOf('files', gaps)];
  },
};

/** Paths that packages brought, of those that may be set-uid: the lists hold hundreds of thousands. */
async function packagedFiles({ root }: HostFacts): Promise<ReadonlySet<string>> {
  const lists = await expand(root, '/var/lib/dpkg/info/*.list');
  const paths = new Set<string>();
  for (const list of lists.paths) {
    const text = await root.readText(list, LIST_BYTES_MAX);
    if (!text.ok) continue;
    for (const line of text.value.split('\n'))
      if (/bin\/|\/lib(?:exec|32|64)?\/|sudo|polkit/.test(line)) paths.add(line);
  }
  return paths;
}
