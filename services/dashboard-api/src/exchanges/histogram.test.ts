import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  ExchangeFilter,
  HISTOGRAM_BUCKETS_MAX,
  readExchangeHistogram,
} from '@clawnex/proto/http/dashboard/exchanges.ts';
import fc from 'fast-check';
import { insertExchange } from '../../testing/insert-exchange.ts';
import { HANG_MS, startTestApi, type TestApi } from '../../testing/start-test-api.ts';
import { chooseBuckets, countBuckets } from './histogram-bucket.ts';
import { rollUpTells } from './read-histogram.ts';

const START_MS = Date.UTC(2026, 0, 15);
const COUNTED = ['allow', 'review', 'block', 'unjudged'] as const;

describe('histogram', { timeout: HANG_MS }, () => {
  let test: TestApi;
  let cookie: string;
  const times: { at_ms: number; verdict: (typeof COUNTED)[number] }[] = [];
  before(async () => {
    test = await startTestApi();
    cookie = await test.signIn('viewer');
    for (let index = 0; index < 500; index += 1) {
      const at_ms = START_MS + index * 37_003;
      const verdict = COUNTED[(index * 5 + (index >> 2)) % COUNTED.length] ?? 'allow';
      times.push({ at_ms, verdict });
      insertExchange(test.db, {
        call_id: `call-${index}`,
        at_ms,
        verdict: verdict === 'unjudged' ? null : verdict,
        model: 'gpt-x',
      });
    }
    insertExchange(test.db, {
      call_id: 'demo',
      at_ms: START_MS,
      verdict: 'block',
      origin: 'demo',
      model: 'gpt-x',
    });
  });
  after(() => test.stop());

  async function read(query: Record<string, string>) {
    const answer = await test.send('GET', `/api/exchanges/histogram?${new URLSearchParams(query)}`, {
      cookie,
    });
    assert.equal(answer.status, 200, await answer.clone().text());
    return readExchangeHistogram.response.parse(await answer.json());
  }
  const iso = (ms: number) => new Date(START_MS + ms).toISOString();

  it('counts the same from the roll-up as from the rows, and both are right', async () => {
    for (const [from, to] of [
      [0, 18_600_000],
      [60_500, 9_000_700],
      [0, 120_000],
      [1_000_000, 1_001_000],
    ] as const) {
      const range = { from: iso(from), to: iso(to) };
      const rolledUp = await read(range);
      const counted = await read({ ...range, model: 'gpt-x' });
      assert.deepEqual(counted.buckets, rolledUp.buckets);
      for (const verdict of COUNTED) {
        const expected = times.filter(
          (row) =>
            row.verdict === verdict &&
            row.at_ms >= Date.parse(rolledUp.from) &&
            row.at_ms < Date.parse(rolledUp.to),
        ).length;
        const total = rolledUp.buckets.reduce((sum, bucket) => sum + bucket[verdict], 0);
        assert.equal(total, expected, verdict);
      }
    }
  });

  it('takes the roll-up whenever it can tell', () => {
    const minutes = chooseBuckets(START_MS, START_MS + 3_600_000);
    const seconds = chooseBuckets(START_MS, START_MS + 60_000);
    assert.equal(
      rollUpTells(ExchangeFilter.parse({ verdict: 'block', origin: 'demo' }), {
        ...minutes,
        bucket_ms: 60_000,
      }),
      true,
    );
    assert.equal(
      rollUpTells(ExchangeFilter.parse({ agent: 'main' }), { ...minutes, bucket_ms: 60_000 }),
      false,
    );
    assert.equal(rollUpTells(ExchangeFilter.parse({}), seconds), false);
  });

  it('counts only the verdicts asked for', async () => {
    const { buckets } = await read({ from: iso(0), to: iso(18_600_000), verdict: 'block,review' });
    assert.ok(buckets.some(({ block }) => block > 0));
    assert.ok(buckets.every(({ allow, unjudged }) => allow === 0 && unjudged === 0));
  });

  it('covers any range with whole buckets, at most 120 of them', () => {
    const ms = fc.integer({ min: 0, max: Date.UTC(9998, 0) });
    fc.assert(
      fc.property(ms, ms, (a, b) => {
        fc.pre(a !== b);
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const range = chooseBuckets(from, to);
        assert.ok(range.from_ms <= from && range.to_ms >= to);
        assert.ok(from - range.from_ms < range.bucket_ms && range.to_ms - to < range.bucket_ms);
        const buckets = countBuckets(range);
        assert.ok(
          Number.isInteger(buckets) && buckets >= 1 && buckets <= HISTOGRAM_BUCKETS_MAX,
          `${buckets}`,
        );
      }),
    );
  });

  it('refuses a range that ends before it begins', async () => {
    const query = new URLSearchParams({ from: iso(1_000), to: iso(0) });
    const answer = await test.send('GET', `/api/exchanges/histogram?${query}`, { cookie });
    assert.equal(answer.status, 400);
  });
});
