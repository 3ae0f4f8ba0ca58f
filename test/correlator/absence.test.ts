import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { alerts, at, correlation, rules } from './abc-rules.ts';

describe('absence', () => {
  const unordered = rules(
    correlation('type: temporal\nrules: [a, b]\ngroup-by: [u]\ntimespan: 60s\ncondition: a and not b'),
  );
  const ordered = rules(
    correlation(
      'type: temporal_ordered\nrules: [a, b]\ngroup-by: [u]\ntimespan: 60s\ncondition: a and not b',
    ),
  );
  const ours = rules(
    correlation('type: temporal\nrules: [a]\ngroup-by: [u]\ntimespan: 60s', 'fleet.absence: [b]\n'),
  );

  for (const [name, set] of [
    ['not in an expression', unordered],
    ['not in an order', ordered],
    ['fleet.absence', ours],
  ] as const) {
    test(`${name}: fires when the wait is over without the other`, () => {
      const [alert] = alerts(set, [...at('a', 0), ...at('x', 500)]);
      assert.equal(alert?.at_ms, Date.UTC(2026, 10, 24, 12, 1, 0));
      assert.equal(alerts(set, [...at('a', 0), ...at('b', 60)]).length, 0);
      assert.equal(alerts(set, [...at('a', 0), ...at('b', 61)]).length, 1);
      assert.equal(alerts(set, [...at('a', 0), { s: 1, k: 'b', u: 'bob' }]).length, 1);
    });
    test(`${name}: says nothing while the window is open`, () => {
      assert.equal(alerts(set, [...at('a', 0), ...at('x', 30)], { open_end: true }).length, 0);
      assert.equal(alerts(set, [...at('a', 0), ...at('x', 500)], { open_end: true }).length, 1);
    });
    test(`${name}: what arrives after all takes it back`, () => {
      assert.equal(alerts(set, [...at('a', 0), ...at('x', 5_000), ...at('b', 10)]).length, 0);
    });
  }
  test('what came before counts in any order only', () => {
    assert.equal(alerts(unordered, [...at('b', 0), ...at('a', 10)]).length, 0);
    assert.equal(alerts(ordered, [...at('b', 0), ...at('a', 10)]).length, 1);
  });
  test('what must not come before or between', () => {
    const before = rules(
      correlation(
        'type: temporal_ordered\nrules: [b, a]\ngroup-by: [u]\ntimespan: 60s\ncondition: a and not b',
      ),
    );
    assert.equal(alerts(before, at('a', 0)).length, 1);
    assert.equal(alerts(before, [...at('b', 0), ...at('a', 10)]).length, 0);
    assert.equal(alerts(before, [...at('a', 0), ...at('b', 10)]).length, 1);
    const between = rules(
      correlation(
        'type: temporal_ordered\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 60s\ncondition: a and c and not b',
      ),
    );
    assert.equal(alerts(between, [...at('a', 0), ...at('c', 10)]).length, 1);
    assert.equal(alerts(between, [...at('a', 0), ...at('b', 5), ...at('c', 10)]).length, 0);
    assert.equal(alerts(between, [...at('a', 0), ...at('c', 10), ...at('b', 15)]).length, 1);
  });
  test('a slow source holds the judgement up', () => {
    const events = [
      { s: 0, k: 'a', u: 'alice', host: 'one' },
      { s: 1, k: 'x', host: 'two' },
      { s: 900, k: 'x', host: 'one' },
    ];
    assert.equal(alerts(unordered, events, { open_end: true }).length, 0);
    assert.equal(
      alerts(unordered, [...events, { s: 900, k: 'x', host: 'two' }], { open_end: true }).length,
      1,
    );
  });
});
