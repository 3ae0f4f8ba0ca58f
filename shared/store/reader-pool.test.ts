import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';
import { openReaderPool, ReadError } from './reader-pool.ts';
import { defineQuery } from './statement.ts';
import { openTempStore } from './testing/temp-store.ts';

const readCounter = defineQuery(
  z.object({ name: z.string(), value: z.int() }),
  'SELECT name, value FROM counters WHERE name = :name',
);
const wrongSql = defineQuery(z.object({}), 'SELECT nothing FROM nowhere');
const countMuch = defineQuery(
  z.object({ n: z.int() }),
  'WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < :much) SELECT count(*) AS n FROM c',
);

test('queries run in threads, several at a time, and see what was committed', async (t) => {
  const store = openTempStore();
  t.after(store.close);
  const pool = openReaderPool(store.paths);
  t.after(() => pool.close());
  const many = Array.from({ length: 20 }, () => pool.all(readCounter, { name: 'revision' }));
  for (const rows of await Promise.all(many)) assert.deepEqual(rows, [{ name: 'revision', value: 0 }]);
  store.db.exec("UPDATE counters SET value = 5 WHERE name = 'revision'");
  assert.deepEqual(await pool.all(readCounter, { name: 'revision' }), [{ name: 'revision', value: 5 }]);
});

test('the event loop goes on while a long query runs', async (t) => {
  const store = openTempStore();
  t.after(store.close);
  const pool = openReaderPool(store.paths, { workers: 1 });
  t.after(() => pool.close());
  let turns = 0;
  const ticking = setInterval(() => {
    turns += 1;
  }, 1);
  t.after(() => clearInterval(ticking));
  await pool.all(countMuch, { much: 1 });
  turns = 0;
  assert.deepEqual(await pool.all(countMuch, { much: 500_000 }), [{ n: 500_000 }]);
  assert.ok(turns > 1, 'timers ran meanwhile');
});

test('a wrong query is refused alone, and writing is refused', async (t) => {
  const store = openTempStore();
  t.after(store.close);
  const pool = openReaderPool(store.paths, { workers: 1 });
  t.after(() => pool.close());
  const failed = (error: unknown) => error instanceof ReadError && error.code === 'failed';
  await assert.rejects(pool.all(wrongSql), failed);
  const write = defineQuery(
    z.object({}),
    "UPDATE counters SET value = 1 WHERE name = 'revision' RETURNING value",
  );
  await assert.rejects(pool.all(write), failed);
  assert.equal((await pool.all(readCounter, { name: 'revision' })).length, 1);
});

test('too many waiting queries are refused at once, and closing refuses what waits', async (t) => {
  const store = openTempStore();
  t.after(store.close);
  const pool = openReaderPool(store.paths, { workers: 1 });
  const asked = Array.from({ length: 80 }, () => pool.all(readCounter, { name: 'revision' }));
  const settled = Promise.allSettled(asked);
  await pool.close();
  const codes = (await settled).map((result) =>
    result.status === 'rejected' && result.reason instanceof ReadError ? result.reason.code : 'answered',
  );
  assert.ok(codes.includes('busy'));
  assert.ok(codes.includes('closed'));
  await assert.rejects(pool.all(readCounter, { name: 'revision' }), { code: 'closed' });
});

test('the worker also runs from a bundle', async (t) => {
  const store = openTempStore();
  t.after(store.close);
  const outfile = join(store.paths.home, 'reader-worker.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'reader-worker.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    // Beside the bundle there is no node_modules: the driver is named where it is.
    alias: { 'better-sqlite3': import.meta.resolve('better-sqlite3') },
    external: ['file:*'],
    logLevel: 'silent',
  });
  const pool = openReaderPool(store.paths, { entry: pathToFileURL(outfile) });
  t.after(() => pool.close());
  assert.equal((await pool.all(readCounter, { name: 'revision' })).length, 1);
});
