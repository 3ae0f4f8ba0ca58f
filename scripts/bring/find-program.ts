import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Folders that hold system programs but are often missing from an ordinary user's PATH. */
const SYSTEM_FOLDERS = [
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/opt/homebrew/bin',
  '/opt/homebrew/sbin',
];

/** The first of the named programs that can be run, or null. */
export function findProgram(names: readonly string[], extraFolders: readonly string[] = []): string | null {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const name of names) {
    for (const folder of [...path, ...SYSTEM_FOLDERS, ...extraFolders]) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not here: the next folder may have it.
      }
    }
  }
  return null;
}
