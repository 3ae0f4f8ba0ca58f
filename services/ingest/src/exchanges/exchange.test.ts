import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import fc from 'fast-check';
import { hitBlock, judgedData, loggedData, received, START_MS } from '../testing/make-events.ts';
import { openTestStore, type TestStore } from '../testing/open-test-store.ts';

/** Everything that follows from the evidence, without the numbers that follow from the order of arrival. */
function readDerived(store: TestStore) {
  return {
    exchanges: store.rows('SELECT * FROM exchanges ORDER BY call_id').map((row) => {
      const { seq: _seq, revision: _revision, ...content } = Object(row);
      return content;
    }),
    rules: store.rows(
      'SELECT call_id, rule, category, severity, confidence, r.origin, r.at_ms FROM exchange_rules r JOIN exchanges e ON e.seq = r.exchange ORDER BY call_id, rule',
    ),
    categories: store.rows(
      'SELECT call_id, category, c.origin, c.at_ms FROM exchange_categories c JOIN exchanges e ON e.seq = c.exchange ORDER BY call_id, category',
    ),
    minutes: store.rows('SELECT * FROM exchange_minutes ORDER BY origin, minute_ms, verdict'),
    judgements: store.rows('SELECT event_id FROM judgements ORDER BY event_id'),
    records: store.rows('SELECT event_id FROM log_records ORDER BY event_id'),
  };
}

const COUNTED_AGAIN = `SELECT origin, at_ms - at_ms % 60000 AS minute_ms, coalesce(verdict, 'unjudged') AS verdict, count(*) AS exchanges
  FROM exchanges GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

async function withStore<T>(use: (store: TestStore) => Promise<T>): Promise<T> {
  const store = openTestStore();
  try {
    return await use(store);
  } finally {
    store.close();
  }
}

const callId = fc.constantFrom('call-1', 'call-2');
const moment = fc.integer({ min: 0, max: 4 }).map((step) => START_MS + step * 40_000);
const origin = fc.constantFrom('live' as const, 'live' as const, 'demo' as const, 'test' as const);
const rule = fc.constantFrom('injection.direct', 'secret.key', 'command.shell');
const severity = fc.constantFrom('low' as const, 'high' as const);
const block = fc.record({ rule, severity, confidence: fc.constantFrom(0.5, 0.9) }).map((hit) => {
  const made = hitBlock(hit.rule);
  return { ...made, detections: made.detections.map((detection) => ({ ...detection, ...hit })) };
});
const judged = fc
  .record({
    call_id: callId,
    side: fc.constantFrom('request' as const, 'response' as const),
    verdict: fc.constantFrom('allow' as const, 'review' as const, 'block' as const),
    decision: fc.constantFrom(
      'passed' as const,
      'observed' as const,
      'redacted' as const,
      'blocked' as const,
    ),
    score: fc.integer({ min: 0, max: 100 }),
    latency_us: fc.integer({ min: 1, max: 9 }),
    model: fc.constantFrom('model-a', undefined),
    trace_id: fc.constantFrom('trace-a', 'trace-b', undefined),
    caller: fc.constantFrom({}, { key_alias: 'alias-a' }, { key_alias: 'alias-b', user: 'u' }),
    blocks: fc.array(block, { maxLength: 2 }),
  })
  .chain((data) =>
    fc
      .record({ time: moment, origin, agent: fc.constantFrom('main', 'ops') })
      .map((parts) => received('exchange.judged', judgedData(data), parts)),
  );
const logged = fc
  .record({
    call_id: callId,
    status: fc.constantFrom('success' as const, 'failure' as const),
    started_at_ms: moment,
    ended_at_ms: moment,
    cost_microusd: fc.integer({ min: 0, max: 5 }),
    provider: fc.constantFrom('p-a', 'p-b'),
  })
  .chain((data) =>
    fc.record({ origin }).map((parts) => received('exchange.logged', loggedData(data), parts)),
  );

test('the same events give the same exchanges, whatever their order, repetition and batches', async () => {
  const events = fc.array(fc.oneof(judged, logged), { minLength: 1, maxLength: 9 });
  const arrival = events.chain((all) =>
    fc.record({
      all: fc.constant(all),
      // Each event at least once, in any order, some of them again.
      shuffled: fc
        .array(fc.constantFrom(...all), { maxLength: 5 })
        .chain((again) => fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length })),
      batch: fc.integer({ min: 1, max: 6 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(arrival, async ({ all, shuffled, batch }) => {
      const expected = await withStore(async (store) => {
        await store.apply(all);
        return readDerived(store);
      });
      await withStore(async (store) => {
        for (let from = 0; from < shuffled.length; from += batch) {
          await store.apply(shuffled.slice(from, from + batch));
        }
        assert.deepEqual(readDerived(store), expected);
        assert.deepEqual(
          store.rows('SELECT * FROM exchange_minutes ORDER BY 1, 2, 3'),
          store.rows(COUNTED_AGAIN),
        );
      });
    }),
    { numRuns: 60 },
  );
});

async function exchangeOf(events: readonly ReceivedEvent[]): Promise<Record<string, unknown>> {
  return await withStore(async (store) => {
    await store.apply(events);
    const [row] = store.rows('SELECT * FROM exchanges');
    assert.equal(store.rows('SELECT * FROM exchanges').length, 1);
    return Object(row);
  });
}

test('request, answer and record of a call become one row', async () => {
  const row = await exchangeOf([
    received('exchange.judged', judgedData(), { time: START_MS, agent: 'main' }),
    received(
      'exchange.judged',
      judgedData({ side: 'response', verdict: 'block', score: 88, decision: 'observed', latency_us: 70 }),
      { time: START_MS + 900 },
    ),
    received('exchange.logged', loggedData()),
  ]);
  assert.equal(row['at_ms'], START_MS, 'when the prompt was judged');
  assert.equal(row['request_verdict'], 'allow');
  assert.equal(row['response_verdict'], 'block');
  assert.deepEqual([row['verdict'], row['score'], row['decision']], ['block', 88, 'observed']);
  assert.deepEqual(
    [row['log_status'], row['cost_microusd'], row['log_duration_ms']],
    ['success', 4_200, 1_205],
  );
  assert.deepEqual([row['model'], row['provider'], row['agent']], ['fast-model', 'provider', 'main']);
  assert.equal(row['caller_json'], '{"key_hash":"hash-1","key_alias":"team-key","user":"u-1"}');
});

test('what nobody reported is unknown, not zero', async () => {
  const row = await exchangeOf([
    received('exchange.logged', loggedData({ cost_microusd: undefined, cost_trust: 'unknown' })),
  ]);
  for (const column of [
    'verdict',
    'score',
    'decision',
    'request_at_ms',
    'response_verdict',
    'cost_microusd',
  ]) {
    assert.equal(row[column], null, column);
  }
});

test('a streamed answer judged again and again keeps its worst verdict and its last time', async () => {
  const chunk = (step: number, verdict: 'allow' | 'block') =>
    received(
      'exchange.judged',
      judgedData({
        side: 'response',
        verdict,
        decision: verdict === 'block' ? 'blocked' : 'passed',
        latency_us: step,
      }),
      { time: START_MS + step },
    );
  const row = await exchangeOf([chunk(3, 'allow'), chunk(2, 'block'), chunk(1, 'allow')]);
  assert.equal(row['response_verdict'], 'block');
  assert.equal(row['response_decision'], 'blocked');
  assert.equal(row['response_at_ms'], START_MS + 3);
  assert.equal(row['response_latency_us'], 3);
});

test('of a failure and a success of the same call the success counts', async () => {
  const failed = loggedData({
    status: 'failure',
    prompt_tokens: 0,
    cost_microusd: 0,
    ended_at_ms: START_MS + 9_000,
  });
  const row = await exchangeOf([
    received('exchange.logged', loggedData()),
    received('exchange.logged', failed),
  ]);
  assert.deepEqual([row['log_status'], row['prompt_tokens']], ['success', 900]);
});

test('what a call used is taken from the record that knows it', async () => {
  const empty = loggedData({
    prompt_tokens: 0,
    completion_tokens: 0,
    cost_microusd: 0,
    cost_trust: 'unknown',
  });
  const paid = loggedData({ status: 'failure' });
  const row = await exchangeOf([received('exchange.logged', empty), received('exchange.logged', paid)]);
  assert.deepEqual([row['log_status'], row['prompt_tokens'], row['cost_microusd']], ['success', 900, 4_200]);
});

test('every change of a row gives it a new and higher revision, unique among all rows', async () => {
  await withStore(async (store) => {
    await store.apply([
      received('exchange.judged', judgedData()),
      received('exchange.judged', judgedData({ call_id: 'call-2' })),
    ]);
    const before = store.rows('SELECT revision FROM exchanges ORDER BY seq');
    assert.deepEqual(before, [{ revision: 1 }, { revision: 2 }]);
    await store.apply([received('exchange.logged', loggedData())]);
    assert.deepEqual(store.rows('SELECT revision FROM exchanges ORDER BY seq'), [
      { revision: 3 },
      { revision: 2 },
    ]);
    await store.apply([received('exchange.logged', loggedData())]);
    assert.deepEqual(store.rows("SELECT value FROM counters WHERE name = 'revision'"), [{ value: 3 }]);
  });
});

test('a row names its eight worst rules, worst first', async () => {
  const blocks = Array.from({ length: 10 }, (_, index) => {
    const made = hitBlock(`rule.r${index}`);
    const level = index === 7 ? ('critical' as const) : ('high' as const);
    return {
      ...made,
      detections: made.detections.map((hit) => ({ ...hit, severity: level, confidence: index / 10 })),
    };
  });
  const row = await exchangeOf([received('exchange.judged', judgedData({ blocks }))]);
  const rules: unknown = JSON.parse(String(row['rules_json']));
  assert.deepEqual(rules, [
    'rule.r7',
    'rule.r9',
    'rule.r8',
    'rule.r6',
    'rule.r5',
    'rule.r4',
    'rule.r3',
    'rule.r2',
  ]);
});
