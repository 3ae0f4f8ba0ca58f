import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { anchorAudit, anchorFile, readAnchors } from './anchor-audit.ts';
import { appendAudit, hashAuditRow } from './append-audit.ts';
import { AuditRow } from './audit.sql.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Database } from './database.ts';
import { openTempStore, type TempStore } from './testing/temp-store.ts';
import { immediate } from './transaction.ts';
import { verifyAudit } from './verify-audit.ts';

const KEY = 'a key of this test';

async function appendMany(db: Database, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    await immediate(db, () =>
      appendAudit(db, { actor: 'ada', action: 'policy.changed', target: 'policy', detail: { revision: i } }),
    );
  }
}

/** What someone with the file in hand can do. */
function tamper(store: TempStore, sql: string): void {
  for (const trigger of ['no_update', 'no_delete', 'only_append']) {
    store.db.exec(`DROP TRIGGER audit_events_${trigger}`);
  }
  store.db.exec(sql);
}

function openAudited(t: { after(fn: () => void): void }): TempStore {
  const store = openTempStore();
  t.after(store.close);
  return store;
}

function anchorsOf(store: TempStore) {
  const read = readAnchors(store.paths, KEY);
  assert.ok(read.ok, 'the anchors are genuine');
  return read.anchors;
}

test('an untouched chain verifies, with its length and head', async (t) => {
  const store = openAudited(t);
  assert.deepEqual(verifyAudit(store.db), { ok: true, rows: 0, head: '0'.repeat(64) });
  await appendMany(store.db, 1_200);
  const verdict = verifyAudit(store.db);
  assert.ok(verdict.ok);
  assert.equal(verdict.rows, 1_200);
});

test('an audit row is written with the thing it reports or not at all', async (t) => {
  const store = openAudited(t);
  const entry = { actor: 'ada', action: 'a', target: 't', detail: {} };
  assert.throws(() => appendAudit(store.db, entry), /inside the transaction/);
  const failing = immediate(store.db, () => {
    appendAudit(store.db, entry);
    throw new Error('the thing failed');
  });
  await assert.rejects(failing, /the thing failed/);
  assert.deepEqual(verifyAudit(store.db), { ok: true, rows: 0, head: '0'.repeat(64) });
});

test('the database refuses to change, remove, replace or skip audit rows', async (t) => {
  const { db } = openAudited(t);
  await appendMany(db, 3);
  const columns = 'seq, at_ms, actor, action, target, detail_json, prev_hash, hash';
  const copyAs = (seq: number) =>
    `SELECT ${seq}, at_ms, actor, action, target, detail_json, prev_hash, hash FROM audit_events WHERE seq = 1`;
  assert.throws(() => db.exec("UPDATE audit_events SET actor = 'eve' WHERE seq = 2"), /never changed/);
  assert.throws(() => db.exec('DELETE FROM audit_events WHERE seq = 3'), /never removed/);
  assert.throws(
    () => db.exec(`INSERT OR REPLACE INTO audit_events (${columns}) ${copyAs(2)}`),
    /only appended/,
  );
  assert.throws(() => db.exec(`INSERT INTO audit_events (${columns}) ${copyAs(7)}`), /only appended/);
  assert.ok(verifyAudit(db).ok);
});

test('whichever column of whichever row is changed, that row is named', async () => {
  const column = fc.constantFrom('at_ms', 'actor', 'action', 'target', 'detail_json', 'hash');
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), column, async (seq, name) => {
      const store = openTempStore();
      try {
        await appendMany(store.db, 8);
        tamper(
          store,
          `UPDATE audit_events SET ${name} = ${name === 'at_ms' ? 'at_ms + 1' : `${name} || 'x'`} WHERE seq = ${seq}`,
        );
        const verdict = verifyAudit(store.db);
        assert.ok(!verdict.ok);
        assert.equal(verdict.first_bad_seq, seq);
      } finally {
        store.close();
      }
    }),
    { numRuns: 20 },
  );
});

test('a row taken out of the middle is named', async (t) => {
  const store = openAudited(t);
  await appendMany(store.db, 5);
  tamper(store, 'DELETE FROM audit_events WHERE seq = 3');
  assert.deepEqual(verifyAudit(store.db), { ok: false, first_bad_seq: 3, why: 'Row 3 is missing.' });
});

test('a tail cut off is invisible in the chain and shown by the anchor', async (t) => {
  const store = openAudited(t);
  await appendMany(store.db, 5);
  assert.equal(anchorAudit(store.db, store.paths, KEY, 1_000)?.seq, 5);
  tamper(store, 'DELETE FROM audit_events WHERE seq >= 4');
  assert.ok(verifyAudit(store.db).ok);
  const verdict = verifyAudit(store.db, anchorsOf(store));
  assert.ok(!verdict.ok);
  assert.equal(verdict.first_bad_seq, 4);
  assert.match(verdict.why, /rows were cut off/);
});

test('a chain rewritten with right hashes is shown by the anchor', async (t) => {
  const store = openAudited(t);
  await appendMany(store.db, 2);
  anchorAudit(store.db, store.paths, KEY, 1_000);
  const last = AuditRow.parse(store.db.prepare('SELECT * FROM audit_events WHERE seq = 2').get());
  const forged = { ...last, actor: 'eve' };
  tamper(store, `UPDATE audit_events SET actor = 'eve', hash = '${hashAuditRow(forged)}' WHERE seq = 2`);
  assert.ok(verifyAudit(store.db).ok, 'the chain alone cannot tell');
  const verdict = verifyAudit(store.db, anchorsOf(store));
  assert.ok(!verdict.ok);
  assert.equal(verdict.first_bad_seq, 2);
});

test('the head is anchored once, however often it is asked', async (t) => {
  const store = openAudited(t);
  assert.equal(anchorAudit(store.db, store.paths, KEY, 1), null);
  await appendMany(store.db, 1);
  assert.notEqual(anchorAudit(store.db, store.paths, KEY, 2), null);
  assert.equal(anchorAudit(store.db, store.paths, KEY, 3), null);
  await appendMany(store.db, 1);
  assert.equal(anchorAudit(store.db, store.paths, KEY, 4)?.seq, 2);
  assert.deepEqual(
    anchorsOf(store).map(({ seq }) => seq),
    [1, 2],
  );
});

test('an anchor that was changed or taken out is named by its line; one torn by a crash is passed over', async (t) => {
  const store = openAudited(t);
  for (const now of [1, 2, 3]) {
    await appendMany(store.db, 1);
    anchorAudit(store.db, store.paths, KEY, now);
  }
  const file = anchorFile(store.paths);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  writeFileSync(file, `${lines[0]}\n${lines[2]}\n`);
  assert.deepEqual(readAnchors(store.paths, KEY), {
    ok: false,
    line: 2,
    why: 'The line does not follow the one before: a line was taken out.',
  });
  writeFileSync(file, `${lines[0]}\n${lines[1]?.replace('"seq":2', '"seq":1')}\n`);
  const changed = readAnchors(store.paths, KEY);
  assert.ok(!changed.ok);
  assert.equal(changed.line, 2);
  writeFileSync(file, `${lines.join('\n')}\n`);
  appendFileSync(file, '{"at_ms":4,"seq":4,"ha');
  await appendMany(store.db, 1);
  anchorAudit(store.db, store.paths, KEY, 5);
  assert.deepEqual(
    anchorsOf(store).map(({ seq }) => seq),
    [1, 2, 3, 4],
  );
});

test('canonical JSON reads back as the same value and does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      // fast-check's JsonValue and ours describe the same values.
      const json = canonicalJson(value as Parameters<typeof canonicalJson>[0]);
      assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(value)));
    }),
  );
  assert.equal(
    canonicalJson({ b: 1, a: { d: [1, 'x'], c: null } }),
    canonicalJson({ a: { c: null, d: [1, 'x'] }, b: 1 }),
  );
  assert.throws(() => canonicalJson(Number.NaN), TypeError);
});
