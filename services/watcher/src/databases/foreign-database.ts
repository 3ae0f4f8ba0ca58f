import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { openRegularFile } from '../files/open-regular-file.ts';
import { allowCommand } from '../permissions/allow-command.ts';
import { SourceUnreadable, showPath } from '../permissions/unreadable.ts';

/** A reader of a write-ahead log meets a lock only while the log is being recovered: better later than waiting. */
const BUSY_TIMEOUT_MS = 20;

export interface ForeignDatabase {
  readonly db: DatabaseSync;
  readonly dev: number;
  readonly ino: number;
  /** Whether what was read can be trusted: false when the file changed under a reading that took no lock. */
  settled(): boolean;
  close(): void;
}

/**
 * Opens a database that another program owns, for a moment. Nothing is written beside it and nobody is kept waiting:
 *  - with a write-ahead log in use, a reading takes no lock that its writer would meet;
 *  - without one nobody is writing, so the file is read as it lies, without any lock, and looked at again afterwards.
 * Null when the file is gone. Throws `SourceUnreadable`.
 */
export async function openForeignDatabase(path: string): Promise<ForeignDatabase | null> {
  const file = await openRegularFile(path);
  if (file === null) return null;
  await file.handle.close();
  const { dev, ino } = file.stats;
  const logged = hasLog(path);
  const before = stateOf(path);
  const url = pathToFileURL(path);
  url.searchParams.set('mode', 'ro');
  if (!logged) url.searchParams.set('immutable', '1');
  const db = guard(path, () => new DatabaseSync(url, { readOnly: true, timeout: BUSY_TIMEOUT_MS }));
  return {
    db,
    dev,
    ino,
    settled: () =>
      logged ? stateOf(path).inode === before.inode : stateOf(path).all === before.all && !hasLog(path),
    close: () => {
      db.close();
    },
  };
}

/** Runs a reading; what SQLite says about the file becomes `SourceUnreadable`. */
export function guard<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR')) throw error;
    throw new SourceUnreadable({ path, message: explain(path, error) });
  }
}

function explain(path: string, error: Error): string {
  const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0;
  const shown = showPath(path);
  if (code === 5 || code === 6) return `${shown} is busy; it is tried again.`;
  if (code === 11 || code === 26) return `${shown} is not a whole SQLite database.`;
  if (code === 14 || code === 8) return `${shown} may not be opened. Allow it: ${allowCommand(path)}`;
  return `${shown} cannot be read: SQLite error ${code}.`;
}

/** A write-ahead log or a rollback journal that holds something: then the file alone is not the whole truth. */
function hasLog(path: string): boolean {
  return [`${path}-wal`, `${path}-journal`].some((beside) => existsSync(beside) && statSync(beside).size > 0);
}

function stateOf(path: string): { inode: string; all: string } {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return { inode: 'gone', all: 'gone' };
  const inode = `${stats.dev}:${stats.ino}`;
  return { inode, all: `${inode}:${stats.size}:${stats.mtimeMs}` };
}
