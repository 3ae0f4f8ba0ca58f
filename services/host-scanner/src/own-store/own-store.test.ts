import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import { appendAudit } from '@clawnex/shared/store/append-audit.ts';
import { migrateStore } from '@clawnex/shared/store/migrate-store.ts';
import { openStoreWriter } from '@clawnex/shared/store/open-store.ts';
import { LINUX, NOW_MS, scanMachine } from '../testing/machine.ts';
import { type OwnStore, ownStore } from './own-store.ts';
import { readPreviousFromStore } from './previous-scan.ts';

const HOUR_MS = 3_600_000;
const stub = (said: Partial<OwnStore>): OwnStore => ({
  verifyAudit: () => ({ ok: true, value: { whole: true, said: '3 rows, none changed.' } }),
  lastSelfTest: () => ({ ok: true, value: NOW_MS - HOUR_MS }),
  ...said,
});
const unreadable = { ok: false, code: 'unreadable', message: 'The database could not be asked.' } as const;
const missing = { ok: false, code: 'missing', message: 'The database does not exist.' } as const;

test('CN-06 and CN-07 tell their results apart', async () => {
  const stateOf = async (check: string, said: Partial<OwnStore>) =>
    (await scanMachine(LINUX, { check, ownStore: stub(said) })).checks?.[0]?.result;
  assert.equal(await stateOf('CN-06', {}), 'pass');
  assert.equal(
    await stateOf('CN-06', {
      verifyAudit: () => ({ ok: true, value: { whole: false, said: 'Row 2: changed.' } }),
    }),
    'fail',
  );
  assert.equal(await stateOf('CN-06', { verifyAudit: () => unreadable }), 'not_evaluated');
  assert.equal(await stateOf('CN-06', { verifyAudit: () => missing }), 'not_applicable');
  assert.equal(await stateOf('CN-07', {}), 'pass');
  assert.equal(
    await stateOf('CN-07', { lastSelfTest: () => ({ ok: true, value: NOW_MS - 25 * HOUR_MS }) }),
    'fail',
  );
  assert.equal(await stateOf('CN-07', { lastSelfTest: () => unreadable }), 'not_evaluated');
  const database = { ...LINUX, 'var/lib/clawnex/clawnex.db': { mode: 0o600 } };
  for (const check of ['CN-06', 'CN-07']) {
    assert.equal((await scanMachine(database, { check })).checks?.[0]?.result, 'not_evaluated');
    assert.equal((await scanMachine(LINUX, { check })).checks?.[0]?.result, 'not_applicable');
  }
});

test('a real database is asked: a whole chain, a changed row, no self-test, no scan before', () => {
  const paths = resolvePaths({ CLAWNEX_HOME: mkdtempSync(join(tmpdir(), 'clawnex-own-')) });
  try {
    assert.equal(ownStore(paths).verifyAudit().ok, false);
    assert.equal(readPreviousFromStore(paths, 'host-a'), null);
    const db = openStoreWriter(paths);
    migrateStore(db);
    readOrCreateSecret(paths, 'audit-anchor.key');
    db.transaction(() => appendAudit(db, { actor: 'a', action: 'b', target: 'c', detail: {} }))();
    const whole = ownStore(paths).verifyAudit();
    assert.ok(whole.ok && whole.value.whole, JSON.stringify(whole));
    assert.deepEqual(ownStore(paths).lastSelfTest(), { ok: true, value: null });
    assert.equal(readPreviousFromStore(paths, 'host-a'), null);
    db.exec('DROP TRIGGER IF EXISTS audit_events_no_update');
    const triggers = db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_events'")
      .pluck()
      .all();
    for (const name of triggers) db.exec(`DROP TRIGGER ${String(name)}`);
    db.exec("UPDATE audit_events SET actor = 'other'");
    const changed = ownStore(paths).verifyAudit();
    assert.ok(changed.ok && !changed.value.whole, JSON.stringify(changed));
    db.close();
  } finally {
    rmSync(paths.home, { recursive: true, force: true });
  }
});
