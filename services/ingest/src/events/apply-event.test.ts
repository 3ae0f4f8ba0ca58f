import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventData } from '@clawnex/proto/events.ts';
import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import fc from 'fast-check';
import { hitBlock, judgedData, received, START_MS } from '../testing/make-events.ts';
import { openTestStore, type TestStore } from '../testing/open-test-store.ts';

function openStore(t: { after(fn: () => void): void }): TestStore {
  const store = openTestStore();
  t.after(store.close);
  return store;
}

function incident(alert_count: number): EventData<'incident.changed'> {
  return {
    incident_id: contentId('incident'),
    title: 'Blocked calls',
    severity: 'high',
    why: `${alert_count} alerts`,
    entities: [{ kind: 'session', id: 's-1' }],
    first_at_ms: START_MS,
    last_at_ms: START_MS + alert_count,
    alert_count,
  };
}

function alert(): EventData<'alert.raised'> {
  return {
    alert_id: contentId('alert'),
    incident_id: contentId('incident'),
    rule: 'three-blocks',
    title: 'Three blocked calls',
    severity: 'high',
    why: 'Session s-1 had 3 blocked calls.',
    entity: { kind: 'session', id: 's-1' },
    first_at_ms: START_MS,
    last_at_ms: START_MS + 1,
    events: [contentId('e')],
  };
}

function snapshot(run: number, subjects: readonly string[]): EventData<'trust.snapshot'> {
  return {
    snapshot_id: contentId('snapshot', run),
    started_at_ms: START_MS + run * 1_000,
    ended_at_ms: START_MS + run * 1_000 + 500,
    checks_total: 6,
    findings: subjects.map((subject) => ({
      finding_id: contentId('finding', subject),
      check: 'open-gateway',
      title: 'Gateway open',
      result: 'fail' as const,
      severity: 'high' as const,
      subject,
      why: 'anyone can reach it',
      evidence: `seen in run ${run}`,
      fix: 'close it',
    })),
  };
}

test('a scan is kept with one detection per rule', async (t) => {
  const store = openStore(t);
  const block = hitBlock('injection.direct');
  const hit = block.detections[0];
  assert.ok(hit);
  const data: EventData<'scan.completed'> = {
    scan_source: 'openclaw_jsonl',
    ruleset: 'rules-1',
    block: { ...block, detections: [hit, { ...hit, view: 'base64', count: 4, confidence: 0.5 }] },
    tool: 'web_fetch',
    entry_id: 'e-1',
    latency_us: 50,
  };
  const event = received('scan.completed', data, { session: 's-1', agent: 'main' });
  assert.deepEqual(await store.apply([event, event]), ['events_stored', 'events_repeated']);
  assert.equal(store.rows('SELECT * FROM scans').length, 1);
  assert.deepEqual(store.rows('SELECT rule, count, confidence, session FROM detections'), [
    { rule: 'injection.direct', count: 5, confidence: 0.9, session: 's-1' },
  ]);
});

test('a session entry, an alert and a notice are each kept once', async (t) => {
  const store = openStore(t);
  const events = [
    received('session.observed', {
      kind: 'turn',
      log_source: 'openclaw_jsonl',
      entry_id: 'e-1',
      is_error: false,
    }),
    received('alert.raised', alert()),
    received('daemon.noticed', { code: 'spool_dropped', message: 'full', count: 3 }, { source: 'shield' }),
  ];
  await store.apply([...events, ...events]);
  assert.deepEqual(store.rows('SELECT kind, is_error, from_network FROM session_entries'), [
    { kind: 'turn', is_error: 0, from_network: null },
  ]);
  assert.equal(store.rows('SELECT * FROM alerts').length, 1);
  assert.deepEqual(store.rows('SELECT daemon, count FROM daemon_notices'), [{ daemon: 'shield', count: 3 }]);
});

test('an alert raised again under another event id is still one alert', async (t) => {
  const store = openStore(t);
  await store.apply([
    received('alert.raised', alert()),
    received('alert.raised', alert(), { time: START_MS + 9 }),
  ]);
  assert.equal(store.rows('SELECT * FROM alerts').length, 1);
});

async function stateAfter(events: readonly ReceivedEvent[], sql: string): Promise<unknown[]> {
  const store = openTestStore();
  try {
    await store.apply(events);
    return store.rows(sql);
  } finally {
    store.close();
  }
}

test('of many reports of an incident the newest stands, in whatever order they come', async () => {
  const reports = [1, 2, 3, 3].map((count, index) =>
    received('incident.changed', incident(count), { time: START_MS + index }),
  );
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(reports, { minLength: 4 }), async (arrived) => {
      const sql = 'SELECT alert_count, event_time_ms FROM incidents';
      assert.deepEqual(await stateAfter(arrived, sql), [{ alert_count: 3, event_time_ms: START_MS + 3 }]);
    }),
    { numRuns: 12 },
  );
});

test('the newest run of a host replaces the ones before, in whatever order they come', async () => {
  const runs = [snapshot(1, ['a', 'b']), snapshot(2, ['b']), snapshot(3, ['b', 'c'])];
  const events = runs.map((run) => received('trust.snapshot', run));
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(events, { minLength: 3 }), async (arrived) => {
      const rows = await stateAfter(
        arrived,
        'SELECT subject, present, evidence, first_seen_ms, last_seen_ms FROM findings ORDER BY subject',
      );
      const seen = (first: number, last: number) => ({
        first_seen_ms: START_MS + first * 1_000 + 500,
        last_seen_ms: START_MS + last * 1_000 + 500,
      });
      assert.deepEqual(rows, [
        { subject: 'a', present: 0, evidence: 'seen in run 1', ...seen(1, 1) },
        { subject: 'b', present: 1, evidence: 'seen in run 3', ...seen(1, 3) },
        { subject: 'c', present: 1, evidence: 'seen in run 3', ...seen(3, 3) },
      ]);
    }),
    { numRuns: 6 },
  );
});

test("one host's run leaves other hosts, sources and demo results alone", async (t) => {
  const store = openStore(t);
  await store.apply([
    received('trust.snapshot', snapshot(1, ['a']), { host: 'host-a' }),
    received('host.snapshot', snapshot(2, ['a']), { host: 'host-a' }),
    received('trust.snapshot', snapshot(3, ['a']), { host: 'host-b' }),
    received('trust.snapshot', snapshot(4, []), { host: 'host-a', origin: 'demo' }),
    received('trust.snapshot', snapshot(5, []), { host: 'host-b' }),
  ]);
  assert.deepEqual(store.rows('SELECT source, host, present FROM findings ORDER BY source, host'), [
    { source: 'host', host: 'host-a', present: 1 },
    { source: 'trust', host: 'host-a', present: 1 },
    { source: 'trust', host: 'host-b', present: 0 },
  ]);
});

test('an event that cannot be written is set aside with its reason and holds up nobody', async (t) => {
  const store = openStore(t);
  store.db.exec(
    "CREATE TRIGGER poison BEFORE INSERT ON judgements WHEN NEW.host = 'poison' BEGIN SELECT RAISE(ABORT, 'cannot be written'); END",
  );
  const calls = Array.from({ length: 9 }, (_, index) =>
    received(
      'exchange.judged',
      judgedData({ call_id: `call-${index}` }),
      index === 4 ? { host: 'poison' } : {},
    ),
  );
  const results = await store.apply(calls);
  assert.equal(results.filter((result) => result === 'events_stored').length, 8);
  assert.equal(results[4], 'events_rejected');
  assert.equal(store.rows('SELECT * FROM exchanges').length, 8);
  assert.deepEqual(store.rows('SELECT type, why FROM rejected_events'), [
    { type: 'exchange.judged', why: 'cannot be written' },
  ]);
  assert.deepEqual(new Set(await store.apply(calls)), new Set(['events_repeated']));
});
