import { chmodSync, lstatSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HostSnapshot } from '@clawnex/proto/events/host.ts';
import { FileTree } from '@clawnex/shared/posture/testing/file-tree.ts';
import type { AdvisorySet } from '../advisories/advisory.ts';
import { CHECKS } from '../checks/all-checks.ts';
import type { OwnStore } from '../own-store/own-store.ts';
import { scanRoot } from '../scan-root.ts';

/** A file by its text; a folder by its mode, where the path ends in a slash. */
export type Entry =
  | string
  | number
  | { readonly text?: string; readonly mode?: number; readonly link?: string; readonly days_old?: number };
export type Machine = Readonly<Record<string, Entry>>;

/** The day of every test: dates in the texts are seen from here. */
export const NOW_MS = Date.parse('2026-11-24T12:00:00Z');
const DAY_MS = 24 * 3_600_000;

export const LINUX: Machine = { 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n' };
export const MAC: Machine = {
  'System/Library/CoreServices/SystemVersion.plist': plist({ ProductVersion: '15.1' }),
};
const NOBODY = 65_534;

interface ScanMachineOptions {
  readonly check?: string;
  readonly asNobody?: boolean;
  readonly advisories?: readonly AdvisorySet[];
  readonly now_ms?: number;
  readonly ownStore?: OwnStore;
  readonly advisoryProblem?: string;
}

/** Makes the machine in a temporary folder, scans it with one check, or with all, and removes it. */
export async function scanMachine(machine: Machine, options: ScanMachineOptions = {}): Promise<HostSnapshot> {
  const tree = new FileTree();
  try {
    buildMachine(tree.root, machine);
    return await asUser(options.asNobody === true, () =>
      scanRoot(tree.root, {
        host: 'host-a',
        clock: { now: () => options.now_ms ?? NOW_MS, monotonicUs: () => 0 },
        checks: CHECKS.filter(({ id }) => options.check === undefined || id === options.check),
        advisories: options.advisories ?? [],
        advisoryProblem: options.advisoryProblem ?? null,
        ...(options.ownStore === undefined ? {} : { ownStore: options.ownStore }),
      }),
    );
  } finally {
    tree.remove();
  }
}

export function buildMachine(root: string, machine: Machine): void {
  const folders: (readonly [string, number])[] = [];
  for (const [path, entry] of Object.entries(machine)) {
    const file = join(root, path);
    if (typeof entry === 'number') {
      mkdirSync(file, { recursive: true, mode: 0o755 });
      folders.push([file, entry]);
      continue;
    }
    const { text = '', mode = 0o644, link, days_old } = typeof entry === 'string' ? { text: entry } : entry;
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
    if (link !== undefined) symlinkSync(link, file);
    else {
      writeFileSync(file, text);
      chmodSync(file, mode);
    }
    if (days_old !== undefined && !lstatSync(file).isSymbolicLink()) {
      const at = (NOW_MS - days_old * DAY_MS) / 1_000;
      utimesSync(file, at, at);
    }
  }
  // Last: a closed folder could not be filled by a user other than root.
  for (const [folder, mode] of folders.toReversed()) chmodSync(folder, mode);
}

/** What root may read anyway is only denied to someone else. */
async function asUser<Value>(asNobody: boolean, run: () => Promise<Value>): Promise<Value> {
  if (!asNobody || process.geteuid?.() !== 0) return await run();
  process.seteuid?.(NOBODY);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}

/** /proc/net/tcp with listening sockets, by port and address. */
export function tcp(
  ...sockets: readonly (readonly [port: number, address?: 'any' | 'loopback', uid?: number])[]
): string {
  const rows = sockets.map(([port, address = 'any', uid = 1000], index) => {
    const hex = address === 'any' ? '00000000' : '0100007F';
    return `   ${index}: ${hex}:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A 00000000:00000000 00:00000000 00000000  ${uid}        0 1 1 0\n`;
  });
  return `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n${rows.join('')}`;
}

/** Processes in /proc, with process 1 among them. */
export function processes(
  ...list: readonly (readonly [pid: number, uid: number, ...args: string[]])[]
): Machine {
  return Object.fromEntries(
    [[1, 0, '/sbin/init'] as const, ...list].flatMap(([pid, uid, ...args]) => [
      [
        `proc/${pid}/status`,
        `Name:\t${(args[0] ?? '').split('/').at(-1)?.slice(0, 15)}\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\n`,
      ],
      [`proc/${pid}/cmdline`, `${args.join('\0')}\0`],
    ]),
  );
}

export const ACCOUNTS: Machine = {
  'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nagent:x:4242:4242::/home/agent:/usr/sbin/nologin\n',
  'etc/group': 'root:x:0:\nsudo:x:27:\nagent:x:4242:\n',
};

/** The helper's report with one answer. */
export function probed(probe: string, output: string, exit = 0): Machine {
  const output_base64 = Buffer.from(output).toString('base64');
  const line = JSON.stringify({ probe, at_s: Math.floor(NOW_MS / 1_000), exit, output_base64 });
  return { 'var/lib/clawnex-probe/report.ndjson': `${line}\n` };
}

export function plist(values: Readonly<Record<string, string | boolean>>): string {
  const rows = Object.entries(values).map(
    ([key, value]) =>
      `<key>${key}</key>${typeof value === 'string' ? `<string>${value}</string>` : `<${value}/>`}`,
  );
  return `<?xml version="1.0"?>\n<plist version="1.0"><dict>${rows.join('')}</dict></plist>\n`;
}

export function dpkg(...packages: readonly (readonly [name: string, version: string])[]): Machine {
  return {
    'var/lib/dpkg/status': packages
      .map(
        ([name, version]) =>
          `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n`,
      )
      .join('\n'),
  };
}
