import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError } from '../kernel/config.ts';
import { resolvePaths } from '../kernel/paths.ts';
import { migrateStore } from './migrate-store.ts';
import { openStoreReader, openStoreWriter } from './open-store.ts';
import { mountSmallDisk } from './testing/small-disk.ts';
import { tempHome } from './testing/temp-store.ts';

function expectSentence(run: () => unknown, sentence: RegExp): void {
  assert.throws(run, (error) => {
    assert.ok(error instanceof ConfigError, `a ConfigError, not ${String(error)}`);
    assert.match(error.message, sentence);
    assert.ok(!error.message.includes('\n'), 'one line');
    return true;
  });
}

/** A closed store with some rows in it. */
function makeStore(t: { after(fn: () => void): void }) {
  const { paths, remove } = tempHome();
  t.after(remove);
  const db = openStoreWriter(paths);
  migrateStore(db);
  const insert = db.prepare("INSERT INTO outgoing_events (id, type, event_json) VALUES (?, 't', ?)");
  db.transaction(() => {
    for (let i = 0; i < 500; i += 1) insert.run(String(i), randomBytes(200).toString('hex'));
  })();
  db.close();
  return paths;
}

function expectLeftAlone(paths: { home: string; store: string }, run: () => unknown): void {
  const content = readFileSync(paths.store);
  const names = readdirSync(paths.home);
  expectSentence(run, /is damaged/);
  assert.ok(readFileSync(paths.store).equals(content), 'the file is as it was');
  assert.deepEqual(readdirSync(paths.home), names, 'nothing new lies beside it');
}

test('the store is private, in WAL, fully synced, with foreign keys on', (t) => {
  const { paths, remove } = tempHome();
  t.after(remove);
  const db = openStoreWriter(paths);
  t.after(() => db.close());
  migrateStore(db);
  assert.equal(db.pragma('journal_mode', { simple: true }), 'wal');
  assert.equal(db.pragma('synchronous', { simple: true }), 2);
  assert.equal(db.pragma('foreign_keys', { simple: true }), 1);
  for (const name of readdirSync(paths.home)) {
    if (name.startsWith('clawnex.db')) assert.equal(statSync(join(paths.home, name)).mode & 0o077, 0, name);
  }
});

test('a reader cannot write', (t) => {
  const paths = makeStore(t);
  const db = openStoreReader(paths);
  t.after(() => db.close());
  assert.throws(() => db.exec('DELETE FROM outgoing_events'), { code: 'SQLITE_READONLY' });
});

test('a file that is no database is refused with one sentence and left as it is', (t) => {
  const { paths, remove } = tempHome();
  t.after(remove);
  writeFileSync(paths.store, randomBytes(20_000));
  expectLeftAlone(paths, () => openStoreWriter(paths));
  expectLeftAlone(paths, () => openStoreReader(paths));
});

test('a file cut short is refused and left as it is', (t) => {
  const paths = makeStore(t);
  truncateSync(paths.store, statSync(paths.store).size - 8_192);
  expectLeftAlone(paths, () => openStoreWriter(paths));
});

test('a file damaged in the middle is refused and left as it is', (t) => {
  const paths = makeStore(t);
  const content = readFileSync(paths.store);
  randomBytes(16_384).copy(content, Math.floor(content.length / 8_192) * 4_096);
  writeFileSync(paths.store, content);
  expectLeftAlone(paths, () => openStoreWriter(paths));
});

test('an empty file becomes a store', (t) => {
  const { paths, remove } = tempHome();
  t.after(remove);
  writeFileSync(paths.store, '');
  const db = openStoreWriter(paths);
  t.after(() => db.close());
  assert.equal(migrateStore(db).from, 0);
});

test('a folder that cannot be made is said in one sentence', (t) => {
  const { paths, remove } = tempHome();
  t.after(remove);
  writeFileSync(join(paths.home, 'file'), '');
  const inside = resolvePaths({ CLAWNEX_HOME: join(paths.home, 'file', 'home') });
  expectSentence(() => openStoreWriter(inside), /cannot be written/);
});

test('a read-only disk is said in one sentence', (t) => {
  const disk = mountSmallDisk(1024 * 1024);
  if (!disk.ok) return t.skip(disk.reason);
  t.after(disk.remove);
  const paths = resolvePaths({ CLAWNEX_HOME: disk.folder });
  const db = openStoreWriter(paths);
  migrateStore(db);
  db.close();
  assert.ok(disk.remountReadOnly());
  expectSentence(() => openStoreWriter(paths), /cannot be written\. Make its folder writable/);
});

test('a disk that is full at the first start is said in one sentence', (t) => {
  const disk = mountSmallDisk(64 * 1024);
  if (!disk.ok) return t.skip(disk.reason);
  t.after(disk.remove);
  assert.throws(() => writeFileSync(join(disk.folder, 'filler'), Buffer.alloc(128 * 1024)), {
    code: 'ENOSPC',
  });
  const paths = resolvePaths({ CLAWNEX_HOME: disk.folder });
  expectSentence(() => openStoreWriter(paths), /is full|reported an error/);
});
