import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { readFailureOf, SourceUnreadable, showPath } from '../permissions/unreadable.ts';

/** Links are not followed, and a pipe under a log's name must not hang the watcher. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

export interface OpenFile {
  readonly handle: FileHandle;
  readonly stats: Stats;
}

/** Opens a file for reading; null when it is gone. Throws `SourceUnreadable` otherwise. The caller closes the handle. */
export async function openRegularFile(path: string): Promise<OpenFile | null> {
  let handle: FileHandle;
  try {
    handle = await open(path, FLAGS);
  } catch (error) {
    const failure = readFailureOf(error, path);
    if (failure === null) return null;
    throw new SourceUnreadable(failure);
  }
  try {
    const stats = await handle.stat();
    if (stats.isFile()) return { handle, stats };
    throw new SourceUnreadable({ path, message: `${showPath(path)} is not a regular file.` });
  } catch (error) {
    await handle.close();
    throw error;
  }
}
