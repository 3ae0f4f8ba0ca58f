import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { walk } from '@clawnex/shared/posture/walk.ts';
import type { HostFacts } from '../../facts.ts';
import type { HostCheck } from '../host-check.ts';
import { fail, gapsOf, nameSome, notApplicable, notEvaluated, octal, pass } from '../results.ts';

const FILES = [
  'clawnex.db',
  'clawnex.db-wal',
  'clawnex.db-shm',
  'correlator.db',
  'correlator.db-wal',
  'correlator.db-shm',
  'config.yaml',
];
const FOLDERS = ['nats', 'spool', 'anchors', 'backups', 'advisories', 'config-cache', 'rules'];
const DEPTH_MAX = 3;
const ENTRIES_MAX = 2_000;
const OTHERS = 0o007;
const NETWORK_FILE_SYSTEM =
  /^(?:nfs\d?|cifs|smb\w{0,8}|9p|afs|ceph|glusterfs|fuse\.(?:sshfs|rclone|s3fs|gcsfuse))$/;
const MOUNTS_BYTES_MAX = 4 * 1_048_576;
/** SQLite and the broker stop writing when the disk is full; below this someone should act. */
const FREE_PERCENT_MIN = 10;

export const ownState: HostCheck = {
  id: 'AI-29',
  category: 'ai_runtime',
  title: 'ClawNex’s own state is open to others, on a network disk, or its disk is nearly full',
  why: 'Evidence that others can read or change proves nothing, SQLite loses data on network file systems, and a full disk stops it.',
  severity: 'high',
  reads: ['modes in <ClawNex home>: databases, broker store, spool, anchors', '/proc/mounts', 'free space'],
  platforms: ['linux', 'darwin'],
  fix: 'chmod -R go-rwx <ClawNex home>; keep it on a local disk with more than 10 % free',
  references: ['nist-800-53.au-9', 'owasp-asi.asi10-2026'],
  async evaluate(facts) {
    const results: CheckResult[] = [];
    for (const home of facts.ownHomes) {
      const info = await facts.root.stat(home);
      if (!info.ok && info.code === 'missing') continue;
      if (!info.ok) results.push(notEvaluated(home, info.message));
      else
        results.push(...(await judgeModes(facts, home, info.value.mode)), ...(await judgeDisk(facts, home)));
    }
    return results.length > 0 ? results : [notApplicable('ClawNex home', 'No home of ClawNex was found.')];
  },
};

async function judgeModes({ root }: HostFacts, home: string, mode: number): Promise<CheckResult[]> {
  const open: string[] = [];
  const gaps: string[] = [];
  let seen = 0;
  const look = (path: string, bits: number) => {
    seen += 1;
    if ((bits & OTHERS) !== 0) open.push(`${path} ${octal(bits)}`);
  };
  for (const name of FILES) {
    const info = await root.stat(`${home}/${name}`);
    if (info.ok) look(`${home}/${name}`, info.value.mode);
    else if (info.code !== 'missing') gaps.push(info.message);
  }
  for (const name of FOLDERS) {
    const top = await root.stat(`${home}/${name}`);
    if (!top.ok) continue;
    look(`${home}/${name}`, top.value.mode);
    const walked = await walk(root, `${home}/${name}`, { depth_max: DEPTH_MAX, entries_max: ENTRIES_MAX });
    for (const { path, info } of walked.entries) look(path, info.mode);
    gaps.push(...walked.gaps.filter((gap) => !gap.includes('deeper than')));
  }
  if (seen === 0) return [];
  // A closed home is the design; the modes below it are a second door.
  if (open.length > 0 && (mode & 0o011) !== 0)
    return [
      fail(home, nameSome(open), {
        severity: open.some((text) => /[2367]$/.test(text)) ? 'critical' : 'high',
        fix: `chmod 700 ${home}`,
      }),
      ...gapsOf(home, gaps),
    ];
  return [pass(home, `${seen} files and folders; no other user can get to them.`), ...gapsOf(home, gaps)];
}

async function judgeDisk({ root, isLive }: HostFacts, home: string): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const mounts = await root.readText('/proc/mounts', MOUNTS_BYTES_MAX);
  const kind = mounts.ok ? fileSystemOf(mounts.value, home) : null;
  if (kind !== null) {
    const subject = `file system of ${home}`;
    results.push(
      NETWORK_FILE_SYSTEM.test(kind)
        ? fail(subject, `It lies on ${kind}, a network file system.`)
        : pass(subject, `It lies on ${kind}.`),
    );
  }
  if (!isLive) return results;
  try {
    const { bavail, blocks } = await statfs(join(root.root, home));
    const percent = Math.floor((bavail / Math.max(1, blocks)) * 100);
    const subject = `free space for ${home}`;
    results.push(
      percent < FREE_PERCENT_MIN
        ? fail(subject, `${percent} % of the disk is free.`, { severity: 'medium' })
        : pass(subject, `${percent} % of the disk is free.`),
    );
  } catch {
    results.push(notEvaluated(`free space for ${home}`, 'The file system did not say how much is free.'));
  }
  return results;
}

/** The mount that holds the path: the longest mount point that it starts with. */
function fileSystemOf(mounts: string, path: string): string | null {
  let best = { point: '', kind: '' };
  for (const line of mounts.split('\n')) {
    const [, point = '', kind = ''] = line.split(' ');
    const holds = point === '/' || path === point || path.startsWith(`${point}/`);
    if (holds && point.length >= best.point.length) best = { point, kind };
  }
  return best.kind === '' ? null : best.kind;
}
