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
  /** Effective user; null where the status could not be read. */
  readonly uid: number | null;
  readonly args: readonly string[];
}

export interface Processes {
  readonly seen: readonly Process[];
  /** Why others may be missing; null where all were seen. */
  readonly gap: string | null;
}

/** Running processes from /proc. */
export async function readProcesses(root: RootFolder): Promise<Outcome<Processes>> {
  const listing = await root.list('/proc', PROCESSES_MAX);
  if (!listing.ok) return listing;
  const pids = listing.value.names.filter((name) => /^\d+$/.test(name));
  if (pids.length === 0) return refuse('missing', '/proc holds no process.');
  const seen: Process[] = [];
  for (let at = 0; at < pids.length; at += AT_ONCE) {
    const read = await Promise.all(pids.slice(at, at + AT_ONCE).map((pid) => readProcess(root, pid)));
    for (const process of read) if (process !== null) seen.push(process);
  }
  const gap = listing.value.truncated
    ? `/proc holds more than ${PROCESSES_MAX} entries; the rest was not read.`
    : pids.includes('1')
      ? null
      : 'Process 1 is not among those in /proc: processes of other users are hidden from this user (hidepid), or /proc is a copy of parts.';
  return { ok: true, value: { seen, gap } };
}

/** Null for one that ended meanwhile, and for threads of the kernel. */
async function readProcess(root: RootFolder, pid: string): Promise<Process | null> {
  const cmdline = await root.readText(`/proc/${pid}/cmdline`, CMDLINE_BYTES_MAX);
  const status = await root.readText(`/proc/${pid}/status`, STATUS_BYTES_MAX);
  const args = cmdline.ok ? splitCommandLine(cmdline.value) : [];
  if (args.length === 0) return null;
  if (!status.ok) return { pid: Number(pid), name: '', uid: null, args };
  // Real, effective, saved and file-system user.
  const uid = Number.parseInt(field(status.value, 'Uid')?.split(/\s+/)[1] ?? '', 10);
  return {
    pid: Number(pid),
    name: field(status.value, 'Name') ?? '',
    uid: Number.isNaN(uid) ? null : uid,
    args,
  };
}

/** The kernel parts the words with NUL; a program that set its own title, or a copy by hand, has spaces. */
function splitCommandLine(text: string): string[] {
  const words = text.includes('\0') ? text.split('\0') : text.split(/\s/);
  return words.map((word) => word.trim()).filter((word) => word !== '');
}

function field(status: string, key: string): string | undefined {
  const line = status.split('\n').find((candidate) => candidate.startsWith(`${key}:`));
  return line?.slice(key.length + 1).trim();
}
