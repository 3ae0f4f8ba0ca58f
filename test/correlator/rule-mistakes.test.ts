import assert from 'node:assert/strict';
import { test } from 'node:test';
import { A, B, C, correlation } from './abc-rules.ts';
import { errorsOf } from './run-rules.ts';

test('mistakes are named with file, line, pointer and remedy', () => {
  const base = 'type: event_count\nrules: [a]\ngroup-by: [u]\ntimespan: 60s\ncondition: { gte: 2 }';
  const cases: [string, RegExp][] = [
    [correlation(base.replace('60s', '60 seconds')), /^rules\.yml:8:3 correlation\.timespan .*time span/],
    [correlation(base.replace('60s', '1M')), /correlation\.timespan/],
    [
      correlation(base.replace('event_count', 'rare')),
      /^rules\.yml:5:3 correlation\.type "rare" is not supported: types are event_count/,
    ],
    [
      correlation(base.replace('[a]', '[aa]')),
      /correlation\.rules\.0 names "aa", which no file defines: did you mean "a"/,
    ],
    [
      correlation(base.replace('[a]', '[correlated]')),
      /refers to itself in a circle: correlated -> correlated/,
    ],
    [correlation(base.replace('gte', 'gtee')), /condition\.gtee is not known here/],
    [correlation(base.replace('{ gte: 2 }', 'a and not')), /takes limits such as/],
    [correlation(base.replace('event_count', 'value_count')), /condition\.field is missing/],
    [
      correlation(base.replace('event_count', 'value_percentile').replace('gte', 'field: v, gte')),
      /percentile is missing/,
    ],
    [correlation(base.replace('\ncondition: { gte: 2 }', '')), /condition is missing: say how many/],
    [
      correlation('type: temporal_ordered\nrules: [a, b]\ntimespan: 5m\ncondition: { gte: 1 }'),
      /an order of only some is not supported/,
    ],
    [
      correlation('type: temporal\nrules: [a, b]\ntimespan: 5m\ncondition: not a'),
      /absence needs something present/,
    ],
    [
      correlation('type: temporal_ordered\nrules: [a, b]\ntimespan: 5m\ncondition: a or b'),
      /has "or", which an order/,
    ],
    [correlation(base, 'fleet.windw: sliding\n'), /^rules\.yml:4:1 fleet\.windw is not known here/],
    [correlation(base, 'fleet:\n  gap: 5m\n'), /fleet\.gap belongs to "window: session"/],
    [correlation(base, 'fleet.suppress: { by: [other], for: 1h }\n'), /must name the fields of group-by/],
    [correlation(base, 'fleet.response: [reboot]\n'), /is no known response/],
    [correlation(base).replace('level: high', 'level: severe'), /^rules\.yml:3:1 level/],
    [correlation(base).replace('name: correlated', 'name: a'), /"a" is the name of another rule too/],
    ['title: x\naction: global\n', /rule collection of the old kind/],
    ['just text\n', /is not a rule/],
    ['title: x\ndetection: [\n', /^rules\.yml:/],
  ];
  for (const [text, expected] of cases) {
    const errors = errorsOf([text, A, B, C].join('---\n'));
    assert.ok(
      errors.some((error) => expected.test(error)),
      `${text}\n${errors.join('\n')}`,
    );
  }
});
