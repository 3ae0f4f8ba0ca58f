import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OfflineRun } from '@clawnex/correlator/src/offline/run-events.ts';
import fc from 'fast-check';
import { loadRules, T0 } from './run-rules.ts';

/** Orders that are tried; a whole run tries 500. */
const SEEDS = Number(process.env['CLAWNEX_ORDERS'] ?? 60);

const detection = (name: string) =>
  `title: ${name}\nname: ${name}\ndetection: { s: { k: ${name} }, condition: s }\nfleet.mode: building_block\n`;
const correlation = (name: string, section: string, more = '') =>
  `title: ${name}\nname: ${name}\nlevel: high\n${more}correlation: { ${section} }\n`;

/** One rule of every kind, chained ones among them. */
const RULES = loadRules(
  [
    ...['a', 'b', 'c', 'd'].map(detection),
    correlation(
      'count',
      'type: event_count, rules: [a], group-by: [u], timespan: 60s, condition: { gte: 3 }',
    ),
    correlation(
      'count_once',
      'type: event_count, rules: [a, b], group-by: [u], timespan: 60s, condition: { gte: 3 }',
      'fleet.count_once_by: v\n',
    ),
    correlation(
      'exactly',
      'type: event_count, rules: [b], group-by: [u], timespan: 60s, condition: { eq: 2 }',
    ),
    correlation(
      'tumbling',
      'type: event_count, rules: [b], group-by: [u], timespan: 60s, condition: { gte: 2 }',
      'fleet.window: tumbling\n',
    ),
    correlation(
      'burst',
      'type: event_count, rules: [c], group-by: [u], timespan: 5m, condition: { gte: 2 }',
      'fleet.window: session\nfleet.gap: 30s\n',
    ),
    correlation(
      'values',
      'type: value_count, rules: [a], group-by: [u], timespan: 60s, condition: { field: v, gte: 3 }',
    ),
    correlation(
      'sum',
      'type: value_sum, rules: [a], group-by: [u], timespan: 60s, condition: { field: n, gte: 12 }',
      'fleet.suppress: { for: 3m }\n',
    ),
    correlation(
      'average',
      'type: value_avg, rules: [a], group-by: [u], timespan: 60s, condition: { field: n, gte: 5 }',
    ),
    correlation(
      'median',
      'type: value_percentile, rules: [a], group-by: [u], timespan: 60s, condition: { field: n, percentile: 50, gte: 6 }',
    ),
    correlation('together', 'type: temporal, rules: [a, b, c], group-by: [u], timespan: 60s'),
    correlation(
      'either',
      'type: temporal, rules: [a, b, c], group-by: [u], timespan: 60s, condition: a and (b or c)',
    ),
    correlation('in_order', 'type: temporal_ordered, rules: [a, b, c], group-by: [u], timespan: 90s'),
    correlation(
      'missing',
      'type: temporal, rules: [a, d], group-by: [u], timespan: 60s, condition: a and not d',
    ),
    correlation(
      'missing_in_order',
      'type: temporal_ordered, rules: [b, d, c], group-by: [u], timespan: 90s, condition: b and c and not d',
    ),
    correlation(
      'inner',
      'type: event_count, rules: [a], group-by: [u, h], timespan: 60s, condition: { gte: 2 }',
    ),
    correlation('outer', 'type: temporal_ordered, rules: [inner, b], group-by: [u], timespan: 3m'),
    correlation(
      'inner_closing',
      'type: event_count, rules: [c], group-by: [u], timespan: 60s, condition: { eq: 1 }',
    ),
    correlation(
      'outer_absent',
      'type: temporal_ordered, rules: [inner_closing, d], group-by: [u], timespan: 2m, condition: inner_closing and not d',
    ),
  ].join('---\n'),
);

const event = fc.record({
  k: fc.constantFrom('a', 'a', 'a', 'b', 'b', 'c', 'd'),
  u: fc.constantFrom('alice', 'bob'),
  h: fc.constantFrom('h1', 'h2'),
  v: fc.constantFrom('x', 'y', 'z'),
  n: fc.integer({ min: 1, max: 9 }),
  // Often the same moment, so that ties are common.
  time: fc.integer({ min: 0, max: 120 }).map((step) => T0 + step * 5_000),
});

function run(lines: readonly string[], batch: number): string {
  const offline = new OfflineRun(RULES);
  for (const [index, line] of lines.entries()) {
    offline.takeLine(line);
    if (index % batch === batch - 1) offline.flush();
  }
  const { alerts, incidents } = offline.finish();
  return JSON.stringify(
    { alerts, incidents: incidents.map(({ revision, ...incident }) => incident) },
    null,
    1,
  );
}

test('any order of arrival, in any batches, ends in identical alerts and incidents', () => {
  const rulesSeen = new Set<string>();
  fc.assert(
    fc.property(
      fc.array(event, { minLength: 10, maxLength: 60 }).chain((events) => {
        const lines = events.map((each, index) => JSON.stringify({ id: `e${index}`, ...each }));
        const inOrder = lines
          .map((line, index) => ({ line, time: events[index]?.time ?? 0 }))
          .sort((a, b) => a.time - b.time)
          .map(({ line }) => line);
        return fc.record({
          inOrder: fc.constant(inOrder),
          shuffled: fc.shuffledSubarray(lines, { minLength: lines.length }),
          batch: fc.integer({ min: 1, max: 20 }),
        });
      }),
      ({ inOrder, shuffled, batch }) => {
        const expected = run(inOrder, 1_000);
        for (const [, rule] of expected.matchAll(/"rule": "([a-z_]+)"/g)) rulesSeen.add(rule ?? '');
        assert.equal(run(shuffled, batch), expected);
        assert.equal(run(inOrder, 1), expected);
      },
    ),
    { numRuns: SEEDS },
  );
  const alerting = RULES.correlations.filter((rule) => rule.alerts).map((rule) => rule.key);
  assert.deepEqual(
    alerting.filter((key) => !rulesSeen.has(key)),
    [],
    'some rules never fired: they prove nothing',
  );
});
