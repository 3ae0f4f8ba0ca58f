import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openStoreWriter } from './open-store.ts';
import { openTempStore } from './testing/temp-store.ts';
import { immediate } from './transaction.ts';

function openTwoWriters(t: { after(fn: () => void): void }) {
  const store = openTempStore();
  const other = openStoreWriter(store.paths);
  t.after(() => {
    other.close();
    store.close();
  });
  return { db: store.db, other };
}

test('a writer that meets the lock waits with the event loop free, and then commits', async (t) => {
  const { db, other } = openTwoWriters(t);
  other.exec('BEGIN IMMEDIATE');
  const writing = immediate(db, () =>
    db.prepare("UPDATE counters SET value = 7 WHERE name = 'revision'").run(),
  );
  // This timer can only run because the waiting writer does not hold the loop.
  await wait(60);
  other.exec('COMMIT');
  await writing;
  assert.deepEqual(other.prepare("SELECT value FROM counters WHERE name = 'revision'").get(), { value: 7 });
});

test('a lock that is never released ends as the error it is', async (t) => {
  const { db, other } = openTwoWriters(t);
  other.exec('BEGIN IMMEDIATE');
  await assert.rejects(
    immediate(db, () => undefined, { wait_ms: 30 }),
    { code: 'SQLITE_BUSY' },
  );
  other.exec('ROLLBACK');
});

test('work that throws leaves nothing behind', async (t) => {
  const { db } = openTwoWriters(t);
  const work = () => {
    db.exec("UPDATE counters SET value = 9 WHERE name = 'revision'");
    throw new Error('no');
  };
  await assert.rejects(immediate(db, work), /^Error: no$/);
  assert.deepEqual(db.prepare("SELECT value FROM counters WHERE name = 'revision'").get(), { value: 0 });
});

test('a writer that is told to stop stops waiting', async (t) => {
  const { db, other } = openTwoWriters(t);
  other.exec('BEGIN IMMEDIATE');
  const abort = new AbortController();
  const writing = immediate(db, () => undefined, { signal: abort.signal });
  abort.abort();
  await assert.rejects(writing, { name: 'AbortError' });
  other.exec('ROLLBACK');
});

test('two writers that both write as fast as they can both get everything in', async (t) => {
  const { db, other } = openTwoWriters(t);
  const add = "UPDATE counters SET value = value + 1 WHERE name = 'revision'";
  const many = async (connection: typeof db) => {
    for (let i = 0; i < 100; i += 1) await immediate(connection, () => connection.exec(add));
  };
  await Promise.all([many(db), many(other)]);
  assert.deepEqual(db.prepare("SELECT value FROM counters WHERE name = 'revision'").get(), { value: 200 });
});
