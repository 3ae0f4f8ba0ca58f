import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ExchangeFilter, listExchanges } from '@clawnex/proto/http/dashboard/exchanges.ts';
import type { Category } from '@clawnex/proto/scan.ts';
import fc from 'fast-check';
import { z } from 'zod';
import { insertExchange, type TestExchange } from '../../testing/insert-exchange.ts';
import { HANG_MS, startTestApi, type TestApi } from '../../testing/start-test-api.ts';
import { compileFilter } from './compile-filter.ts';
import { countMinutes, countQuery, listChanged, pageQuery } from './exchanges.sql.ts';

const START_MS = Date.UTC(2026, 0, 15);
const VERDICTS = ['allow', 'review', 'block', null] as const;
const RULES: readonly { rule: string; category: Category }[] = [
  { rule: 'INJ-1', category: 'injection' },
  { rule: 'INJ-2', category: 'injection' },
  { rule: 'SEC-1', category: 'secret' },
];

/** Pseudo-random but the same every time. Several rows share a millisecond, so that the tie-breaker matters. */
function makeExchange(index: number): TestExchange {
  const pick = <Item>(items: readonly Item[], salt: number) =>
    items[(index * salt + (index >> 3)) % items.length];
  return {
    call_id: `call-${index}`,
    at_ms: START_MS + ((index * 7_919) % 200) * 1_000,
    origin: index % 11 === 0 ? 'demo' : 'live',
    host: pick(['host-a', 'host-b'], 1) ?? 'host-a',
    agent: pick(['main', 'research', null], 3) ?? null,
    session: pick(['s-1', 's-2', 's-3', null], 5) ?? null,
    model: pick(['gpt-x', 'claude-y'], 7) ?? null,
    key_alias: pick(['key-1', 'key-2', null], 11) ?? null,
    verdict: pick(VERDICTS, 13) ?? null,
    decision: pick(['passed', 'observed', 'blocked', null] as const, 17) ?? null,
    rules: RULES.filter((_, bit) => (index >> bit) % 2 === 1),
  };
}

/** The filter's meaning, said plainly. */
function matches(row: TestExchange, filter: ExchangeFilter): boolean {
  const within = (values: readonly string[] | undefined, value: string | null | undefined) =>
    values === undefined || values.length === 0 || (value != null && values.includes(value));
  const any = (values: readonly string[] | undefined, found: readonly string[]) =>
    values === undefined || values.length === 0 || found.some((value) => values.includes(value));
  return (
    within(filter.origin?.length ? filter.origin : ['live'], row.origin) &&
    within(filter.verdict, row.verdict) &&
    within(filter.decision, row.decision) &&
    within(filter.model, row.model) &&
    within(filter.agent, row.agent) &&
    within(filter.session, row.session) &&
    within(filter.key, row.key_alias) &&
    within(filter.host, row.host) &&
    any(filter.rule, row.rules?.map(({ rule }) => rule) ?? []) &&
    any(filter.category, row.rules?.map(({ category }) => category) ?? []) &&
    (filter.from === undefined || row.at_ms >= Date.parse(filter.from)) &&
    (filter.to === undefined || row.at_ms < Date.parse(filter.to))
  );
}

const someOf = (...values: string[]) =>
  fc.subarray(values, { minLength: 1 }).map((chosen) => chosen.join(','));
const time = fc
  .integer({ min: 0, max: 200 })
  .map((second) => new Date(START_MS + second * 1_000).toISOString());
const fields = {
  verdict: someOf('allow', 'review', 'block'),
  decision: someOf('passed', 'observed', 'blocked'),
  category: someOf('injection', 'secret', 'pii'),
  rule: someOf('INJ-1', 'INJ-2', 'SEC-1', 'NONE'),
  model: someOf('gpt-x', 'claude-y'),
  agent: someOf('main', 'research'),
  session: someOf('s-1', 's-2', 's-3'),
  key: someOf('key-1', 'key-2'),
  host: someOf('host-a', 'host-b'),
  origin: someOf('live', 'demo', 'test'),
  from: time,
  to: time,
};
/** At most three filters at once: more would mostly find nothing. */
const queries = fc
  .tuple(fc.record(fields), fc.subarray(Object.keys(fields), { maxLength: 3 }))
  .map(([values, kept]) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => kept.includes(name))),
  );

describe('listing exchanges', { timeout: HANG_MS }, () => {
  let test: TestApi;
  let cookie: string;
  const stored: TestExchange[] = [];
  const add = (exchange: TestExchange) => {
    insertExchange(test.db, exchange);
    stored.push(exchange);
  };
  before(async () => {
    test = await startTestApi();
    cookie = await test.signIn('viewer');
    for (let index = 0; index < 400; index += 1) add(makeExchange(index));
  });
  after(() => test.stop());

  async function page(query: Record<string, string>) {
    const answer = await test.send('GET', `/api/exchanges?${new URLSearchParams(query)}`, { cookie });
    assert.equal(answer.status, 200, await answer.clone().text());
    return listExchanges.response.parse(await answer.json());
  }

  /** All pages of a filter. */
  async function walk(
    query: Record<string, string>,
    between: () => void = () => undefined,
  ): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const read: Awaited<ReturnType<typeof page>> = await page(cursor === '' ? query : { ...query, cursor });
      ids.push(...read.rows.map(({ call_id }) => call_id));
      cursor = read.next;
      between();
    }
    return ids;
  }

  it('gives for any filter exactly the rows it means, newest first, over any page size', async () => {
    await fc.assert(
      fc.asyncProperty(queries, fc.integer({ min: 7, max: 150 }), async (query, limit) => {
        const filter = ExchangeFilter.parse(query);
        const seqs = new Map(stored.map(({ call_id }, index) => [call_id, index]));
        const expected = stored
          .filter((row) => matches(row, filter))
          .sort((a, b) => b.at_ms - a.at_ms || (seqs.get(b.call_id) ?? 0) - (seqs.get(a.call_id) ?? 0))
          .map(({ call_id }) => call_id);
        assert.deepEqual(await walk({ ...query, limit: String(limit) }), expected);
      }),
      { numRuns: 150 },
    );
  });

  it('neither misses nor repeats a row while new ones arrive between pages', async () => {
    const present = stored.filter(({ origin }) => origin === 'live').length;
    let added = 0;
    const ids = await walk({ limit: '20' }, () => {
      for (let i = 0; i < 5; i += 1) {
        added += 1;
        insertExchange(test.db, {
          ...makeExchange(added * 2 + 1),
          call_id: `new-${added}`,
          origin: 'live',
          at_ms: START_MS + 3_600_000,
        });
      }
    });
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(ids.filter((id) => id.startsWith('call-')).length, present);
  });

  it('leaves demo traffic out unless asked for it', async () => {
    const live = await page({ limit: '500' });
    assert.ok(live.rows.length > 0 && live.rows.every(({ origin }) => origin === 'live'));
    const demo = await page({ limit: '500', origin: 'demo' });
    assert.ok(demo.rows.length > 0 && demo.rows.every(({ origin }) => origin === 'demo'));
  });

  it('says which filter is wrong', async () => {
    const wrong: [string, string][] = [
      ['verdict=maybe', 'query.verdict'],
      ['cursor=abc', 'query.cursor'],
      ['limit=0', 'query.limit'],
      ['from=yesterday', 'query.from'],
    ];
    for (const [query, where] of wrong) {
      const answer = await test.send('GET', `/api/exchanges?${query}`, { cookie });
      assert.equal(answer.status, 400, query);
      assert.match(await answer.text(), new RegExp(`"where":"${where}`), query);
    }
  });

  describe('uses an index in order', () => {
    const single: Record<string, string> = {
      verdict: 'block',
      decision: 'blocked',
      category: 'injection',
      rule: 'INJ-1',
      model: 'gpt-x',
      agent: 'main',
      session: 's-1',
      key: 'key-1',
      host: 'host-a',
      origin: 'live',
    };
    const cases: [string, Record<string, string>][] = [
      ['no filter', {}],
      ...Object.entries(single).map(([name, value]): [string, Record<string, string>] => [
        name,
        { [name]: value },
      ]),
      ['two verdicts', { verdict: 'review,block' }],
      ['two rules', { rule: 'INJ-1,SEC-1' }],
      ['all origins', { origin: 'live,demo,test' }],
      ['session and verdict', { session: 's-1', verdict: 'block' }],
      ['rule and category', { rule: 'INJ-1', category: 'injection' }],
    ];
    const plan = (sql: string, parameters: object) =>
      z
        .array(z.object({ detail: z.string() }))
        .parse(test.db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(parameters))
        .map(({ detail }) => detail);

    for (const [name, query] of cases) {
      it(`${name}: no scan of a table and no sorting`, () => {
        const filter = ExchangeFilter.parse(query);
        for (const before of [null, { at_ms: START_MS, seq: 5 }]) {
          const { statement, parameters } = pageQuery(compileFilter(filter, before), 100);
          const steps = plan(statement.sql, parameters);
          assert.ok(!steps.some((step) => /SCAN|TEMP B-TREE/.test(step)), steps.join('\n'));
          assert.ok(
            steps.some((step) => /SEARCH .* USING .*INDEX .*origin=\?/.test(step)),
            steps.join('\n'),
          );
          if (before !== null)
            assert.ok(
              steps.some((step) => /at_ms<\?|at_ms,exchange\)<|at_ms,rowid\)</.test(step)),
              steps.join('\n'),
            );
        }
        const leads = Object.keys(query).find((field) => field !== 'origin');
        const { statement, parameters } = countQuery(compileFilter(filter, null), 60_000);
        const steps = plan(statement.sql, parameters);
        if (leads !== undefined)
          assert.ok(!steps.some((step) => /SCAN (e|f)\b/.test(step)), steps.join('\n'));
      });
    }

    for (const [query, index] of [
      [{ session: 's-1', verdict: 'block' }, 'exchanges_session'],
      [{ host: 'host-a', session: 's-1' }, 'exchanges_session'],
      [{ decision: 'blocked', agent: 'main' }, 'exchanges_agent'],
      [{ verdict: 'block', host: 'host-a', model: 'gpt-x' }, 'exchanges_model'],
      [{ verdict: 'block', rule: 'INJ-1' }, 'exchange_rules_rule'],
    ] as const) {
      it(`${Object.keys(query).join(' and ')}: led by ${index}`, () => {
        const { statement, parameters } = pageQuery(compileFilter(ExchangeFilter.parse(query), null), 100);
        assert.match(plan(statement.sql, parameters)[0] ?? '', new RegExp(`INDEX ${index} `));
      });
    }

    it('live rows: by revision', () => {
      const steps = plan(listChanged.sql, { after: 0, limit: 201 });
      assert.deepEqual(steps, ['SEARCH e USING INDEX exchanges_revision (revision>?)']);
    });

    it('histogram: by the roll-up', () => {
      const steps = plan(countMinutes.sql, { origin: 'live', from_ms: 0, to_ms: 1, bucket_ms: 60_000 });
      assert.ok(
        steps[0]?.startsWith('SEARCH exchange_minutes USING PRIMARY KEY (origin=? AND minute_ms>'),
        steps.join('\n'),
      );
    });
  });
});
