import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { z } from 'zod';
import type { Paths } from '../kernel/paths.ts';
import { looksDamaged } from './check-file.ts';
import type { Database } from './database.ts';
import { StoreOpenError, storeProblemOf } from './store-problem.ts';

/**
 * How long SQLite may wait for the other writer while the event loop stands still. Longer waits are `immediate()`'s
 * business, which leaves the loop free.
 */
const BUSY_TIMEOUT_MS = 20;
/** Pages in the log before it is copied back (4 KiB each): fewer, longer pauses than the default of 1,000. */
const CHECKPOINT_PAGES = 2_000;
/** After a checkpoint the log is cut to this size, so that one burst does not keep the disk for ever. */
const LOG_BYTES_KEPT = 16 * 1024 ** 2;
/** A whole check at start costs some 3 ms per MiB: small stores get it, big ones only the header's. */
const CHECKED_BYTES_MAX = 64 * 1024 ** 2;

/**
 * Opens the store for writing; makes it where there is none. Only ingest and dashboard-api may. Throws
 * `StoreOpenError` (a `ConfigError` of one sentence) when the file is damaged, cannot be written or the disk is full; a damaged file is left as it is.
 */
export function openStoreWriter(paths: Paths): Database {
  return openGuarded(paths.store, () => {
    createPrivateFile(paths.store);
    const db = new SqliteDatabase(paths.store, { timeout: BUSY_TIMEOUT_MS });
    try {
      assertWhole(db, paths.store);
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
      db.pragma('trusted_schema = OFF');
      db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      db.pragma(`journal_size_limit = ${LOG_BYTES_KEPT}`);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Opens the store for reading only. Throws `StoreOpenError` when it is damaged or not there yet. */
export function openStoreReader(paths: Paths): Database {
  return openGuarded(paths.store, () => {
    const db = new SqliteDatabase(paths.store, {
      readonly: true,
      fileMustExist: true,
      timeout: BUSY_TIMEOUT_MS,
    });
    try {
      db.pragma('query_only = ON');
      db.pragma('trusted_schema = OFF');
      db.pragma('schema_version');
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function openGuarded(file: string, open: () => Database): Database {
  if (looksDamaged(file)) throw new StoreOpenError('corrupt', file);
  try {
    return open();
  } catch (error) {
    const problem = storeProblemOf(error, file);
    if (problem === null) throw error;
    throw new StoreOpenError(problem.kind, file, error);
  }
}

/** Evidence is for this user alone. SQLite gives its log beside the file the same mode. */
function createPrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

const CheckResult = z.array(z.object({ quick_check: z.string() }));
const PageCounts = z.object({ pages: z.int(), page_bytes: z.int() });

/** Reads only: runs before anything that could write. */
function assertWhole(db: Database, file: string): void {
  const counts = PageCounts.parse(
    db
      .prepare('SELECT page_count AS pages, page_size AS page_bytes FROM pragma_page_count, pragma_page_size')
      .get(),
  );
  if (counts.pages * counts.page_bytes > CHECKED_BYTES_MAX) return;
  const rows = CheckResult.parse(db.pragma('quick_check(1)'));
  if (rows[0]?.quick_check !== 'ok') throw new StoreOpenError('corrupt', file);
}
