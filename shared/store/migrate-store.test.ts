import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { ConfigError } from '../kernel/config.ts';
import { migrateStore, readSchemaVersion, SCHEMA_VERSION, waitForSchema } from './migrate-store.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { openStoreWriter } from './open-store.ts';
import { tempHome } from './testing/temp-store.ts';

function openEmpty(t: { after(fn: () => void): void }) {
  const { paths, remove } = tempHome();
  const db = openStoreWriter(paths);
  t.after(() => {
    db.close();
    remove();
  });
  return { paths, db };
}

test('a new store gets every migration once, and a second run changes nothing', (t) => {
  const { db } = openEmpty(t);
  assert.deepEqual(migrateStore(db), { from: 0, to: SCHEMA_VERSION });
  const before = db.prepare('SELECT * FROM schema_migrations').all();
  assert.deepEqual(migrateStore(db), { from: SCHEMA_VERSION, to: SCHEMA_VERSION });
  assert.deepEqual(db.prepare('SELECT * FROM schema_migrations').all(), before);
  assert.equal(before.length, MIGRATIONS.length);
});

test('a migration that was edited after it was applied is refused by name', (t) => {
  const { db } = openEmpty(t);
  migrateStore(db);
  const edited = MIGRATIONS.map((migration, index) =>
    index === 1 ? { ...migration, sql: `${migration.sql} -- edited` } : migration,
  );
  assert.throws(
    () => migrateStore(db, edited),
    (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /migration 2 \(0002-activity\) is not the one that was applied/);
      return true;
    },
  );
});

test('a store of a newer version is refused and left as it is', (t) => {
  const { db } = openEmpty(t);
  migrateStore(db, [...MIGRATIONS, { name: '9999-future', sql: 'CREATE TABLE future (a INTEGER) STRICT' }]);
  assert.throws(() => migrateStore(db), /was written by a newer ClawNex/);
  assert.equal(readSchemaVersion(db), SCHEMA_VERSION + 1);
});

test('a migration that fails leaves nothing of itself or of those before it in the same run', (t) => {
  const { db } = openEmpty(t);
  const broken = [
    ...MIGRATIONS,
    { name: '9999-broken', sql: 'CREATE TABLE half (a INTEGER) STRICT; NOT SQL;' },
  ];
  assert.throws(() => migrateStore(db, broken));
  assert.equal(readSchemaVersion(db), 0);
  assert.deepEqual(db.prepare('SELECT name FROM sqlite_schema').all(), []);
  assert.deepEqual(migrateStore(db), { from: 0, to: SCHEMA_VERSION });
});

test('whoever waits for the schema goes on when it is there, and stops waiting when told to', async (t) => {
  const { paths, db } = openEmpty(t);
  const abort = new AbortController();
  const given = waitForSchema(paths, new AbortController().signal);
  const stopped = waitForSchema(paths, abort.signal);
  abort.abort();
  await assert.rejects(stopped, { name: 'AbortError' });
  await wait(10);
  migrateStore(db);
  await given;
});

test('waiting for the schema of a damaged store ends with its sentence', async (t) => {
  const { paths, remove } = tempHome();
  t.after(remove);
  const { writeFileSync } = await import('node:fs');
  writeFileSync(paths.store, 'this is not a database, it only has its name'.repeat(10));
  await assert.rejects(waitForSchema(paths, new AbortController().signal), /is damaged/);
});
