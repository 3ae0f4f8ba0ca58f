import { type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';

/** The default limit of process ids on a desktop; servers with more are said to be unread. */
const PROCESSES_MAX = 32_768;
const STATUS_BYTES_MAX = 65_536;
/** The first words name the program; a command line may be megabytes. */
const CMDLINE_BYTES_MAX = 262_144;
/** Read side by side: each is three short system calls. */
const AT_ONCE = 32;

export interface Process {
  readonly pid: number;
  /** `comm`: at most 15 characters. */
  readonly name: string;
  /** Effective user. */
  readonly uid: number;
  readonly args: readonly string[];
}

/** Running processes from /proc. Refused when the kernel shows this user only its own. */
export async function readProcesses(root: RootFolder): Promise<Outcome<readonly Process[]>> {
  const listing = await root.list('/proc', PROCESSES_MAX);
  if (!listing.ok) return listing;
  const pids = listing.value.names.filter((name) => /^\d+$/.test(name));
  if (listing.value.truncated) return refuse('too_large', `/proc holds more than ${PROCESSES_MAX} entries.`);
  if (pids.length > 0 && !pids.includes('1'))
    return refuse(
      'denied',
      'Processes of other users are hidden from this user (/proc is mounted with hidepid).',
    );
  const processes: Process[] = [];
  for (let at = 0; at < pids.length; at += AT_ONCE) {
    const read = await Promise.all(pids.slice(at, at + AT_ONCE).map((pid) => readProcess(root, pid)));
    for (const process of read) if (process !== null) processes.push(process);
  }
  return { ok: true, value: processes };
}

/** Null for one that ended meanwhile, and for threads of the kernel. */
async function readProcess(root: RootFolder, pid: string): Promise<Process | null> {
  const status = await root.readText(`/proc/${pid}/status`, STATUS_BYTES_MAX);
  const cmdline = await root.readText(`/proc/${pid}/cmdline`, CMDLINE_BYTES_MAX);
  if (!status.ok) return null;
  const args = cmdline.ok ? cmdline.value.split('\0').filter((arg) => arg !== '') : [];
  const name = field(status.value, 'Name') ?? '';
  // Real, effective, saved and file-system user.
  const uid = Number.parseInt(field(status.value, 'Uid')?.split(/\s+/)[1] ?? '', 10);
  return Number.isNaN(uid) || args.length === 0 ? null : { pid: Number(pid), name, uid, args };
}

function field(status: string, key: string): string | undefined {
  const line = status.split('\n').find((candidate) => candidate.startsWith(`${key}:`));
  return line?.slice(key.length + 1).trim();
}
