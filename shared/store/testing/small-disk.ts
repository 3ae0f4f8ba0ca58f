import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SmallDisk =
  | {
      readonly ok: true;
      readonly folder: string;
      /** Makes the disk read-only, as a failing one does. */
      remountReadOnly(): boolean;
      remove(): void;
    }
  | { readonly ok: false; readonly reason: string };

/** A disk of its own of so many bytes (a tmpfs), for tests of full and read-only disks. Mounting needs root. */
export function mountSmallDisk(bytes: number): SmallDisk {
  if (process.platform !== 'linux')
    return { ok: false, reason: 'small disks are made with tmpfs, on Linux only' };
  if (process.getuid?.() !== 0) return { ok: false, reason: 'mounting a small disk needs root' };
  const folder = mkdtempSync(join(tmpdir(), 'clawnex-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]);
  if (mounted.status !== 0) {
    rmdirSync(folder);
    return { ok: false, reason: `mount was refused: ${mounted.stderr?.toString().trim()}` };
  }
  return {
    ok: true,
    folder,
    remountReadOnly: () => spawnSync('mount', ['-o', 'remount,ro', folder]).status === 0,
    remove() {
      spawnSync('umount', ['-l', folder]);
      rmdirSync(folder);
    },
  };
}
