import type { Outcome } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';

/** A busy machine has some ten thousand sockets of 150 bytes each. */
const TABLE_BYTES_MAX = 16 * 1_048_576;
/** `TCP_LISTEN` in the column `st`. */
const STATE_LISTEN = '0A';

export interface Listener {
  readonly address: string;
  readonly port: number;
  /** Null where the table does not say. */
  readonly uid: number | null;
  readonly beyondLoopback: boolean;
}

/** Listening TCP sockets from /proc/net/tcp and tcp6. A kernel without one of the two has no such table. */
export async function readListeners(root: RootFolder): Promise<Outcome<readonly Listener[]>> {
  const four = await root.readText('/proc/net/tcp', TABLE_BYTES_MAX);
  const six = await root.readText('/proc/net/tcp6', TABLE_BYTES_MAX);
  if (!four.ok && (four.code !== 'missing' || !six.ok)) return four;
  if (!six.ok && six.code !== 'missing') return six;
  const tables = [four, six].flatMap((table) => (table.ok ? [table.value] : []));
  return { ok: true, value: tables.flatMap(parseTable) };
}

/** Columns: sl, local_address, rem_address, st, tx:rx, tr:when, retrnsmt, uid (proc(5)). */
export function parseTable(text: string): Listener[] {
  return text.split('\n').flatMap((line) => {
    const [, local, , state, , , , uid] = line.trim().split(/\s+/);
    if (state !== STATE_LISTEN || local === undefined || uid === undefined) return [];
    const [hex = '', port = ''] = local.split(':');
    if (!/^(?:[0-9A-F]{8}|[0-9A-F]{32})$/i.test(hex)) return [];
    const bytes = wordsToBytes(hex);
    return [
      {
        address: formatAddress(bytes),
        port: Number.parseInt(port, 16),
        uid: /^\d+$/.test(uid) ? Number(uid) : null,
        beyondLoopback: !isLoopback(bytes),
      },
    ];
  });
}

/** The output of `lsof -nP -iTCP -sTCP:LISTEN`: the name stands before `(LISTEN)`. */
export function parseLsof(text: string): Listener[] {
  return text.split('\n').flatMap((line) => {
    const match = /\s(\S{1,80}):(\d{1,5}) \(LISTEN\)\s*$/.exec(line);
    if (match === null) return [];
    const address = match[1] ?? '';
    return [
      {
        address,
        port: Number(match[2]),
        uid: null,
        beyondLoopback: !/^(?:127\.|\[::1\]|localhost$)/.test(address),
      },
    ];
  });
}

/** The kernel prints each 32-bit word in the host's order; every machine this runs on is little-endian. */
function wordsToBytes(hex: string): number[] {
  const bytes: number[] = [];
  for (let word = 0; word < hex.length; word += 8)
    for (let at = 6; at >= 0; at -= 2) bytes.push(Number.parseInt(hex.slice(word + at, word + at + 2), 16));
  return bytes;
}

function isLoopback(bytes: readonly number[]): boolean {
  if (bytes.length === 4) return bytes[0] === 127;
  if (isMapped(bytes)) return bytes[12] === 127;
  return bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1;
}

/** ::ffff:a.b.c.d */
function isMapped(bytes: readonly number[]): boolean {
  return bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
}

function formatAddress(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.every((byte) => byte === 0)) return '[::]';
  const groups: string[] = [];
  for (let at = 0; at < bytes.length; at += 2)
    groups.push((((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16));
  return `[${groups.join(':')}]`;
}
