import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { ConfigError } from '../kernel/config.ts';
import { sha256 } from '../kernel/ids.ts';
import type { Paths } from '../kernel/paths.ts';
import type { Database } from './database.ts';
import { MIGRATIONS, type Migration } from './migrations/index.ts';
import { openStoreReader } from './open-store.ts';
import { StoreOpenError } from './store-problem.ts';

/** The schema this code was written for: one per migration. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Another process that migrates holds the lock for a moment; at start it is right to stand still for it. */
const LOCK_WAIT_MS = 10_000;

const CREATE_MIGRATIONS = `CREATE TABLE IF NOT EXISTS schema_migrations (
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  applied_at_ms INTEGER NOT NULL
) STRICT`;
const Applied = z.array(z.object({ version: z.int(), name: z.string(), sha256: z.string() }));

/**
 * Brings the store to this code's schema, all of it or nothing, under the write lock. Throws `ConfigError` when the
 * store comes from a newer version or when a migration is not the one that was applied. Run by ingest at start.
 */
export function migrateStore(
  db: Database,
  migrations: readonly Migration[] = MIGRATIONS,
): { from: number; to: number } {
  const timeout = z.int().parse(db.pragma('busy_timeout', { simple: true }));
  db.pragma(`busy_timeout = ${LOCK_WAIT_MS}`);
  try {
    return db.transaction(() => applyMigrations(db, migrations)).exclusive();
  } finally {
    db.pragma(`busy_timeout = ${timeout}`);
  }
}

function applyMigrations(db: Database, migrations: readonly Migration[]): { from: number; to: number } {
  const from = readSchemaVersion(db);
  if (from > migrations.length) {
    throw new ConfigError(
      `The database ${db.name} was written by a newer ClawNex (schema ${from}, this one knows ${migrations.length}). Install that version again, or restore a backup made before it.`,
    );
  }
  db.exec(CREATE_MIGRATIONS);
  assertUnchanged(db, migrations, from);
  const record = db.prepare(
    'INSERT INTO schema_migrations (version, name, sha256, applied_at_ms) VALUES (?, ?, ?, ?)',
  );
  for (const [index, migration] of migrations.entries()) {
    const version = index + 1;
    if (version <= from) continue;
    db.exec(migration.sql);
    record.run(version, migration.name, sha256(migration.sql), Date.now());
  }
  db.pragma(`user_version = ${migrations.length}`);
  return { from, to: migrations.length };
}

function assertUnchanged(db: Database, migrations: readonly Migration[], from: number): void {
  const rows = Applied.parse(
    db.prepare('SELECT version, name, sha256 FROM schema_migrations ORDER BY version').all(),
  );
  for (let version = 1; version <= from; version += 1) {
    const applied = rows.find((row) => row.version === version);
    const known = migrations[version - 1];
    if (applied !== undefined && known !== undefined && applied.sha256 === sha256(known.sql)) continue;
    throw new ConfigError(
      `The database ${db.name} does not have the history this ClawNex expects: migration ${version} (${known?.name}) is not the one that was applied (${applied?.name ?? 'none recorded'}). Start the version that made this database, or restore a backup.`,
    );
  }
}

export function readSchemaVersion(db: Database): number {
  return z.int().parse(db.pragma('user_version', { simple: true }));
}

/** How often a daemon that depends on ingest's migration looks again. */
const SCHEMA_POLL_MS = 100;

/**
 * Resolves when the store has this code's schema (or a newer one); rejects with the signal's reason when told to stop.
 * Throws `ConfigError` when the store is damaged.
 */
export async function waitForSchema(paths: Paths, signal: AbortSignal): Promise<void> {
  while (!hasSchema(paths)) await wait(SCHEMA_POLL_MS, undefined, { signal });
}

function hasSchema(paths: Paths): boolean {
  if (!existsSync(paths.store)) return false;
  let db: Database;
  try {
    db = openStoreReader(paths);
  } catch (error) {
    // Anything but damage may pass while ingest starts: the file is being made, or held for the migration.
    if (error instanceof StoreOpenError && error.kind !== 'corrupt') return false;
    throw error;
  }
  try {
    return readSchemaVersion(db) >= SCHEMA_VERSION;
  } finally {
    db.close();
  }
}
