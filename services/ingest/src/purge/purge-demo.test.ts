import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyAudit } from '@clawnex/shared/store/verify-audit.ts';
import { hitBlock, judgedData, loggedData, received, START_MS } from '../testing/make-events.ts';
import { openTestStore } from '../testing/open-test-store.ts';
import { preparePurgeDemo } from './purge-demo.ts';

const TABLES = [
  'exchanges',
  'judgements',
  'log_records',
  'exchange_rules',
  'exchange_categories',
  'exchange_minutes',
  'scans',
  'detections',
  'session_entries',
  'daemon_notices',
];

function eventsOf(origin: 'live' | 'demo', calls: number) {
  const scan = {
    scan_source: 'openclaw_jsonl',
    ruleset: 'r',
    block: hitBlock('a.b'),
    latency_us: 1,
  } as const;
  return Array.from({ length: calls }, (_, index) => {
    const call_id = `${origin}-${index}`;
    return [
      received('exchange.judged', judgedData({ call_id, blocks: [hitBlock('a.b')] }), {
        origin,
        time: START_MS + index,
      }),
      // The record's mark was lost: it goes with its exchange all the same.
      received('exchange.logged', loggedData({ call_id }), { origin: 'live' }),
      received('scan.completed', { ...scan, latency_us: index }, { origin }),
      received('session.observed', { kind: 'turn', log_source: 'api', entry_id: call_id }, { origin }),
      received('daemon.noticed', { code: 'spool_dropped', message: call_id, count: 1 }, { origin }),
    ];
  }).flat();
}

test('purging removes everything of the demo, nothing else, and says so in the audit trail', async (t) => {
  const store = openTestStore();
  t.after(store.close);
  const readAll = () => TABLES.map((table) => ({ table, rows: store.rows(`SELECT * FROM ${table}`) }));
  const live = eventsOf('live', 30);
  await store.apply(live);
  const before = readAll();
  const demo = eventsOf('demo', 150);
  await store.apply(demo);
  const rows = await preparePurgeDemo(store.db)('admin');
  assert.deepEqual(readAll(), before);
  // Per call: exchange, judgement, record, rule, category, scan, a detection of each, entry, notice.
  assert.equal(rows, 150 * 10);
  const audit = store.rows('SELECT actor, action, detail_json FROM audit_events ORDER BY seq');
  assert.deepEqual(audit, [
    { actor: 'admin', action: 'demo.purge_started', detail_json: '{}' },
    { actor: 'admin', action: 'demo.purged', detail_json: `{"rows":${rows}}` },
  ]);
  assert.ok(verifyAudit(store.db).ok);
  assert.equal(await preparePurgeDemo(store.db)('admin'), 0);
  await store.apply(demo);
  assert.deepEqual(readAll(), before, 'events offered again do not come back');
});
