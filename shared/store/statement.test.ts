import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { defineInsert, defineQuery, prepareQuery, prepareWrite } from './statement.ts';
import { findStatements } from './testing/all-statements.ts';
import { openTempStore } from './testing/temp-store.ts';

test('every statement of this folder fits the migrated schema', async (t) => {
  const store = openTempStore();
  t.after(store.close);
  const statements = await findStatements(import.meta.dirname);
  assert.ok(statements.length >= 3, 'the audit statements are found');
  for (const { name, sql } of statements) {
    assert.doesNotThrow(() => store.db.prepare(sql), `${name} does not fit the schema`);
  }
});

test('a row that is not of the declared shape is refused, not passed on', (t) => {
  const store = openTempStore();
  t.after(store.close);
  const wrong = defineQuery(
    z.object({ value: z.string() }),
    "SELECT value FROM counters WHERE name = 'revision'",
  );
  assert.throws(() => prepareQuery(store.db, wrong).get(), z.ZodError);
});

test('an insert takes its columns by name and reports the row number', (t) => {
  const store = openTempStore();
  t.after(store.close);
  const insert = prepareWrite(store.db, defineInsert('outgoing_events', ['id', 'type', 'event_json']));
  assert.deepEqual(insert({ id: 'a', type: 't', event_json: '{}' }), { changes: 1, seq: 1 });
  assert.deepEqual(insert({ id: 'b', type: 't', event_json: '{}' }), { changes: 1, seq: 2 });
});
