import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { alerts, at, correlation, rules } from './abc-rules.ts';
import { type PlainEvent, runRules } from './run-rules.ts';

describe('event_count', () => {
  const set = rules(
    correlation('type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 60s\ncondition: { gte: 3 }'),
  );

  test('fires once for a group within the time span, both ends included', () => {
    assert.equal(alerts(set, at('a', 0, 30, 60)).length, 1);
    assert.equal(alerts(set, at('a', 0, 30, 61)).length, 0);
    assert.equal(alerts(set, at('a', 0, 30, 60, 70, 80, 90)).length, 1);
    assert.equal(alerts(set, at('a', 0, 30)).length, 0);
  });
  test('the window slides: no edge of a clock splits a burst', () => {
    for (let start = 0; start < 120; start += 7)
      assert.equal(alerts(set, at('a', start, start + 20, start + 40)).length, 1, `start ${start}`);
  });
  test('fires again when it happens again later', () => {
    assert.equal(alerts(set, at('a', 0, 1, 2, 300, 301, 302)).length, 2);
  });
  test('groups are apart, and who has no group counts nowhere', () => {
    assert.equal(alerts(set, [...at('a', 0, 1), { s: 2, k: 'a', u: 'bob' }]).length, 0);
    const result = runRules(set, [...at('a', 0, 1), { s: 2, k: 'a' }]);
    assert.equal(result.alerts.length, 0);
    assert.equal(result.counts.events_without_group, 1);
  });
  test('the same event twice counts once', () => {
    const [first, second] = at('a', 0, 1);
    const result = runRules(set, [
      { ...first, id: 'x' },
      { ...second, id: 'y' },
      { ...second, id: 'y' },
    ]);
    assert.equal(result.alerts.length, 0);
    assert.equal(result.counts.events_repeated, 1);
  });
  test('lines without an id that are alike are different events', () => {
    assert.equal(alerts(set, at('a', 5, 5, 5)).length, 1);
  });
  test('says how many, for whom, and which events', () => {
    const [alert] = alerts(set, at('a', 0, 10, 20, 30));
    assert.equal(alert?.count, 4);
    assert.equal(alert?.events.length, 4);
    assert.deepEqual(alert?.group, ['alice']);
    assert.match(alert?.why ?? '', /4 events of "a" for u alice within 1 min/);
  });
  test('an event that two of its rules match counts once', () => {
    const both = `title: both\nname: both\ndetection: { s: { u: alice }, condition: s }\n`;
    const two = rules(
      correlation('type: event_count\nrules: [a, both]\ngroup-by: [u]\ntimespan: 60s\ncondition: { gte: 3 }'),
      both,
    );
    assert.equal(alerts(two, at('a', 0, 1)).length, 0);
    assert.equal(alerts(two, [...at('a', 0, 1), ...at('zzz', 2)]).length, 1);
  });
  for (const [condition, firing, silent] of [
    ['{ gt: 2 }', [0, 1, 2], [0, 1]],
    ['{ lt: 3 }', [0, 1], [0, 1, 2]],
    ['{ lte: 2 }', [0, 1], [0, 1, 2]],
    ['{ eq: 3 }', [0, 1, 2], [0, 1, 2, 3]],
    ['{ eq: 3 }', [0, 1, 2], [0, 1]],
    ['{ neq: 2 }', [0, 1, 2], [0, 1]],
    ['{ gte: 2, lte: 3 }', [0, 1, 2], [0, 1, 2, 3]],
    ['{ gt: 2, lt: 5 }', [0, 1, 2, 3], [0, 1, 2, 3, 4]],
  ] as const) {
    test(`${condition} fires for ${firing.length} events and not for ${silent.length}`, () => {
      const limited = rules(
        correlation(`type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 60s\ncondition: ${condition}`),
      );
      assert.equal(alerts(limited, at('a', ...firing)).length, 1);
      assert.equal(alerts(limited, at('a', ...silent)).length, 0);
    });
  }
  test('without group-by all events form one group, with a warning', () => {
    const global = rules(correlation('type: event_count\nrules: [a]\ntimespan: 60s\ncondition: { gte: 2 }'));
    assert.equal(
      alerts(global, [
        { s: 0, k: 'a', u: 'x' },
        { s: 1, k: 'a', u: 'y' },
      ]).length,
      1,
    );
    assert.match(global.warnings.join(), /no group-by/);
  });
  for (const [unit, seconds] of [
    ['90s', 90],
    ['2m', 120],
    ['1h', 3_600],
    ['1d', 86_400],
  ] as const) {
    test(`a time span of ${unit} is ${seconds} seconds`, () => {
      const spanned = rules(
        correlation(`type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: ${unit}\ncondition: { gte: 2 }`),
      );
      assert.equal(alerts(spanned, at('a', 0, seconds)).length, 1);
      assert.equal(alerts(spanned, at('a', 0, seconds + 1)).length, 0);
    });
  }
});

describe('value_*', () => {
  const valued = (type: string, condition: string) =>
    rules(correlation(`type: ${type}\nrules: [a]\ngroup-by: [u]\ntimespan: 60s\ncondition: ${condition}`));
  const values = (field: string, ...list: unknown[]): PlainEvent[] =>
    list.map((value, s) => ({ s, k: 'a', u: 'alice', [field]: value }));

  test('value_count counts different values', () => {
    const set = valued('value_count', '{ field: v, gte: 3 }');
    assert.equal(alerts(set, values('v', 'x', 'y', 'x', 'y')).length, 0);
    const [alert] = alerts(set, values('v', 'x', 'y', 'x', 'z'));
    assert.equal(alert?.count, 3);
    assert.equal(alerts(set, [...values('v', 'x', 'y'), { s: 3, k: 'a', u: 'alice' }]).length, 0);
  });
  test('values leave the window with their last event', () => {
    const set = valued('value_count', '{ field: v, gte: 2 }');
    const event = (s: number, v: string) => ({ s, k: 'a', u: 'alice', v });
    assert.equal(alerts(set, [event(0, 'x'), event(61, 'y')]).length, 0);
    assert.equal(alerts(set, [event(0, 'x'), event(30, 'x'), event(61, 'y')]).length, 1);
  });
  test('with several fields each must have enough', () => {
    const set = valued('value_count', '{ field: [v, w], gte: 2 }');
    const event = (s: number, v: string, w: string) => ({ s, k: 'a', u: 'alice', v, w });
    assert.equal(alerts(set, [event(0, 'x', '1'), event(1, 'y', '1')]).length, 0);
    assert.equal(alerts(set, [event(0, 'x', '1'), event(1, 'y', '2')]).length, 1);
  });
  test('value_sum adds numbers, written as text too, and leaves out what is none', () => {
    const set = valued('value_sum', '{ field: n, gt: 100 }');
    assert.equal(alerts(set, values('n', 50, '50')).length, 0);
    assert.equal(alerts(set, values('n', 50, '50', 1)).length, 1);
    assert.equal(alerts(set, values('n', 50, 'many', 50)).length, 0);
  });
  test('value_avg judges a window when it is over', () => {
    const set = valued('value_avg', '{ field: n, gte: 500 }');
    assert.equal(alerts(set, values('n', 1_000, 100, 100)).length, 0);
    assert.equal(alerts(set, values('n', 100, 1_000, 1_000)).length, 1);
    assert.equal(alerts(set, values('n', 1_000, 1_000), { open_end: true }).length, 0);
  });
  test('value_percentile', () => {
    const set = valued('value_percentile', '{ field: n, percentile: 50, lt: 10 }');
    assert.equal(alerts(set, values('n', 1, 2, 100)).length, 1);
    assert.equal(alerts(set, values('n', 1, 200, 100)).length, 0);
  });
});

describe('temporal', () => {
  const set = rules(correlation('type: temporal\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 60s'));
  test('wants all rules in any order', () => {
    assert.equal(alerts(set, [...at('c', 0), ...at('a', 10), ...at('b', 60)]).length, 1);
    assert.equal(alerts(set, [...at('c', 0), ...at('a', 10), ...at('b', 61)]).length, 0);
    assert.equal(alerts(set, [...at('a', 0, 1, 2), ...at('b', 3)]).length, 0);
  });
  test('k of n with a limit', () => {
    const some = rules(
      correlation('type: temporal\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 60s\ncondition: { gte: 2 }'),
    );
    assert.equal(alerts(some, [...at('c', 0), ...at('a', 10)]).length, 1);
    assert.equal(alerts(some, at('a', 0, 10)).length, 0);
  });
  test('an expression over rule names', () => {
    const either = rules(
      correlation(
        'type: temporal\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 60s\ncondition: a and (b or c)',
      ),
    );
    assert.equal(alerts(either, [...at('c', 0), ...at('a', 10)]).length, 1);
    assert.equal(alerts(either, [...at('c', 0), ...at('b', 10)]).length, 0);
  });
  test('aliases join different fields', () => {
    const aliased = rules(
      correlation(
        'type: temporal\nrules: [a, b]\naliases:\n  ip: { a: src, b: dst }\ngroup-by: [ip]\ntimespan: 60s',
      ),
    );
    assert.equal(
      alerts(aliased, [
        { s: 0, k: 'a', src: '1.1.1.1', dst: '9.9.9.9' },
        { s: 1, k: 'b', dst: '1.1.1.1', src: '8.8.8.8' },
      ]).length,
      1,
    );
    assert.equal(
      alerts(aliased, [
        { s: 0, k: 'a', src: '1.1.1.1' },
        { s: 1, k: 'b', src: '1.1.1.1' },
      ]).length,
      0,
    );
  });
});

describe('temporal_ordered', () => {
  const set = rules(correlation('type: temporal_ordered\nrules: [a, b, c]\ngroup-by: [u]\ntimespan: 60s'));
  test('wants the order among all, not only after the first', () => {
    assert.equal(alerts(set, [...at('a', 0), ...at('b', 10), ...at('c', 20)]).length, 1);
    assert.equal(alerts(set, [...at('a', 0), ...at('c', 10), ...at('b', 20)]).length, 0);
    assert.equal(alerts(set, [...at('c', 0), ...at('b', 10), ...at('a', 20)]).length, 0);
  });
  test('other events between do not matter, the order of lines neither', () => {
    const events = [...at('a', 0), ...at('c', 5), ...at('b', 10), ...at('a', 12), ...at('c', 20)];
    assert.equal(alerts(set, events).length, 1);
    assert.equal(alerts(set, events.toReversed()).length, 1);
  });
  test('takes the start that still fits', () => {
    assert.equal(alerts(set, [...at('a', 0, 50), ...at('b', 55), ...at('c', 80)]).length, 1);
    assert.equal(alerts(set, [...at('a', 0), ...at('b', 55), ...at('c', 80)]).length, 0);
  });
  test('events of the same millisecond may stand in either order', () => {
    assert.equal(alerts(set, [...at('c', 7), ...at('b', 7), ...at('a', 7)]).length, 1);
  });
  test('one event is one step', () => {
    const both = `title: every\nname: every\ndetection: { s: { u: alice }, condition: s }\n`;
    const twice = rules(
      correlation('type: temporal_ordered\nrules: [a, every]\ngroup-by: [u]\ntimespan: 60s'),
      both,
    );
    assert.equal(alerts(twice, at('a', 0)).length, 0);
    assert.equal(alerts(twice, [...at('a', 0), ...at('x', 1)]).length, 1);
    const same = rules(correlation('type: temporal_ordered\nrules: [a, a]\ngroup-by: [u]\ntimespan: 60s'));
    assert.equal(alerts(same, at('a', 0)).length, 0);
    assert.equal(alerts(same, at('a', 0, 5)).length, 1);
  });
});

describe('chains, generate and filters', () => {
  const inner = `title: Many\nname: many\ncorrelation:\n  type: event_count\n  rules: [a]\n  group-by: [h]\n  timespan: 60s\n  condition: { gte: 3 }\n`;
  const outer = correlation('type: temporal_ordered\nrules: [many, b]\ngroup-by: [u]\ntimespan: 5m');
  test('a correlation over a correlation uses its own group-by', () => {
    const result = runRules(rules(outer, inner), [...at('a', 0, 1, 2), ...at('b', 100)]);
    assert.deepEqual(
      result.alerts.map((alert) => alert.rule),
      ['correlated'],
    );
    assert.equal(result.alerts[0]?.events.length, 4);
    assert.equal(alerts(rules(outer, inner), [...at('b', 0), ...at('a', 1, 2, 3)]).length, 0);
    assert.equal(alerts(rules(outer, inner), [...at('b', 100), ...at('a', 2, 1, 0)]).length, 1);
  });
  test('a late event that undoes the inner firing undoes the outer one', () => {
    const few = inner.replace('{ gte: 3 }', '{ eq: 3 }');
    assert.equal(
      alerts(rules(outer, few), [...at('a', 0, 1, 2), ...at('b', 100), ...at('x', 4_000)]).length,
      1,
    );
    assert.equal(
      alerts(rules(outer, few), [...at('a', 0, 1, 2), ...at('b', 100), ...at('x', 4_000), ...at('a', 3)])
        .length,
      0,
    );
  });
  test('rules that are referred to alert only when asked to', () => {
    const counting = 'type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 60s\ncondition: { gte: 2 }';
    assert.deepEqual(
      alerts(rules(correlation(counting)), at('a', 0, 1)).map((alert) => alert.rule),
      ['correlated'],
    );
    const own = alerts(rules(correlation(`${counting}\ngenerate: true`)), at('a', 0, 1)).map(
      (alert) => alert.rule,
    );
    assert.deepEqual(own.sort(), ['a', 'a', 'correlated']);
    assert.deepEqual(
      alerts(rules(), at('a', 0, 1)).map((alert) => alert.rule),
      ['a', 'a'],
    );
  });
  test('filters leave events out of the rules they name', () => {
    const filter = (names: string, more = '') =>
      `title: f\n${more}filter:\n  rules: ${names}\n  selection: { u: alice }\n  condition: not selection\n`;
    assert.equal(alerts(rules(filter('[a]')), [...at('a', 0), ...at('b', 1)]).length, 1);
    assert.equal(alerts(rules(filter('any')), [...at('a', 0), ...at('b', 1)]).length, 0);
    assert.equal(alerts(rules(filter('[a]', 'logsource: { product: other }\n')), at('a', 0)).length, 1);
  });
  test('rules are found by their id too', () => {
    const id = '53ba33fd-3a50-4468-a5ef-c583635cfa92';
    const text = `title: By id\nid: ${id}\ndetection: { s: { k: z }, condition: s }\n---\n${correlation(`type: event_count\nrules: ${id}\ngroup-by: [u]\ntimespan: 60s\ncondition: { gte: 2 }`)}`;
    assert.equal(runRules(text, at('z', 0, 1)).alerts.length, 1);
  });
});
