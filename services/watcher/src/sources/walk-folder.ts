import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readFailureOf, type Unreadable } from '../permissions/unreadable.ts';

/** Entries looked at below one folder. Far above any real home; bounds what a hostile one can cost. */
const ENTRIES_MAX = 200_000;

export interface FoundFile {
  readonly path: string;
  readonly stats: Stats;
}

export interface Walk {
  readonly files: readonly FoundFile[];
  readonly folders: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

/** Files below a folder whose names are wanted, down to a depth. Links are left out: they could lead anywhere. */
export async function walkFolder(
  root: string,
  depth: number,
  wanted: (name: string, path: string) => boolean,
): Promise<Walk> {
  const files: FoundFile[] = [];
  const folders: string[] = [];
  const unreadable: Unreadable[] = [];
  const queue = [{ folder: root, depth }];
  let looked = 0;
  for (let next = queue.shift(); next !== undefined && looked < ENTRIES_MAX; next = queue.shift()) {
    try {
      const entries = await readdir(next.folder, { withFileTypes: true });
      folders.push(next.folder);
      for (const entry of entries) {
        looked += 1;
        const path = join(next.folder, entry.name);
        if (entry.isDirectory()) {
          if (next.depth > 0) queue.push({ folder: path, depth: next.depth - 1 });
        } else if (entry.isFile() && wanted(entry.name, path)) {
          const stats = await lstat(path).catch((error: unknown) => readFailureOf(error, path));
          // Renamed or deleted since the folder was listed.
          if (stats !== null && 'ino' in stats) files.push({ path, stats });
        }
      }
    } catch (error) {
      const failure = readFailureOf(error, next.folder);
      if (failure !== null) unreadable.push(failure);
    }
  }
  return { files, folders, unreadable };
}

/** Changes whenever the file does, as far as the file system tells. */
export function versionOf({ dev, ino, size, mtimeMs }: Stats): string {
  return `${dev}:${ino}:${size}:${mtimeMs}`;
}
