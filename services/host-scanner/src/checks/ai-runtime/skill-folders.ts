import { posix } from 'node:path';
import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { findSkillFolders, type SkillFolder } from '../../agents/skill-folders.ts';
import type { HostFacts } from '../../facts.ts';
import { sweep } from '../../files/sweep.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, nameSome, notApplicable, octal, pass } from '../results.ts';

const ENTRIES_MAX = 20_000;
const DEPTH_MAX = 6;
const LINKS_MAX = 500;
const WRITABLE = 0o022;

export const skillFolders: HostCheck = {
  id: 'AI-20',
  category: 'ai_runtime',
  title: 'Others can change a skill or plugin, or one leads out of its folder',
  why: 'Skills are instructions and programs that agents run. A link out of the folder brings in files that nobody reviewed.',
  severity: 'high',
  reads: ['modes and links in skills, extensions and plugins folders of agents'],
  platforms: ['linux', 'darwin'],
  fix: 'chmod -R go-w <folder>; remove links that lead out of it (find <folder> -type l)',
  references: ['owasp-asi.asi04-2026', 'owasp-llm.llm03-2025', 'nist-800-53.si-7'],
  async evaluate(facts) {
    const { folders, gaps } = await findSkillFolders(facts);
    const results: CheckResult[] = [];
    for (const folder of folders) results.push(...(await judgeFolder(facts, folder)));
    results.push(...gapsOf('skill folders', gaps));
    return results.length > 0
      ? results
      : [notApplicable('skill folders', 'No agent has a folder of skills or plugins here.')];
  },
};

async function judgeFolder(facts: HostFacts, { path, home }: SkillFolder): Promise<CheckResult[]> {
  const open: string[] = [];
  const top = await facts.root.stat(path);
  if (top.ok && (top.value.mode & WRITABLE) !== 0) open.push(`${path} ${octal(top.value.mode)}`);
  const options = {
    entries_max: ENTRIES_MAX,
    depth_max: DEPTH_MAX,
    modes: true,
    enter: ({ name }: { readonly name: string }) => name !== 'node_modules',
  };
  const folders = [path];
  const swept = await sweep(facts.root, path, options, (entry) => {
    if (entry.mode !== null && (entry.mode & WRITABLE) !== 0) open.push(`${entry.path} ${octal(entry.mode)}`);
    if (entry.kind === 'folder') folders.push(entry.path);
  });
  const escapes = await findEscapes(facts, folders, home);
  const results: CheckResult[] = [];
  if (open.length > 0) results.push(fail(path, nameSome(open), { fix: `chmod -R go-w ${path}` }));
  if (escapes.length > 0)
    results.push(
      fail(`${path} links`, nameSome(escapes), {
        fix: escapes.map((text) => `rm ${text.split(' ')[0]}`).join('; '),
      }),
    );
  if (results.length === 0)
    results.push(
      pass(path, `${swept.seen} entries; only their owners can write them, and no link leads out.`),
    );
  return [...results, ...gapsOf(path, swept.gaps)];
}

/** Links whose target lies outside the user's home and outside installed packages. */
async function findEscapes({ root }: HostFacts, folders: readonly string[], home: string): Promise<string[]> {
  const escapes: string[] = [];
  let looked = 0;
  for (const folder of folders) {
    const listing = await root.list(folder, ENTRIES_MAX);
    for (const name of listing.ok ? listing.value.names : []) {
      looked += 1;
      if (looked > LINKS_MAX) return escapes;
      const target = await root.linkTarget(`${folder}/${name}`);
      if (target === null) continue;
      const place = posix.resolve(folder, target);
      const isInstalled = place.includes('/node_modules/') || place.startsWith('/usr/');
      if (
        !isInstalled &&
        (!place.startsWith(`${home}/`) || /\/\.(?:ssh|gnupg|aws|config\/gcloud)(?:\/|$)/.test(place))
      )
        escapes.push(`${folder}/${name} leads to ${target}`);
    }
  }
  return escapes;
}
