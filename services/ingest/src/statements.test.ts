import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findStatements } from '@clawnex/shared/store/testing/all-statements.ts';
import { openTestStore } from './testing/open-test-store.ts';

test('every statement of ingest fits the migrated schema', async (t) => {
  const store = openTestStore();
  t.after(store.close);
  const statements = await findStatements(import.meta.dirname);
  assert.ok(statements.length > 30, 'the statements are found');
  for (const { name, sql } of statements) {
    assert.doesNotThrow(() => store.db.prepare(sql), `${name} does not fit the schema`);
  }
});

test('no statement of ingest but the small ones looks at a whole telemetry table', async (t) => {
  const store = openTestStore();
  t.after(store.close);
  // Kept small: notices and set-aside events are rare, outgoing events leave at once, rulesets are a few.
  const small = /daemon_notices|rejected_events|outgoing_events|rule_snapshots/;
  for (const { name, sql } of await findStatements(import.meta.dirname)) {
    const parameters = Object.fromEntries([...sql.matchAll(/:([a-z_]+)/g)].map((match) => [match[1], 1]));
    const plan = store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(parameters);
    const scans = plan.filter((step) => /"SCAN (?!CONSTANT)/.test(JSON.stringify(step)));
    const allowed = scans.filter((step) => !small.test(JSON.stringify(step)));
    assert.deepEqual(allowed, [], name);
  }
});
