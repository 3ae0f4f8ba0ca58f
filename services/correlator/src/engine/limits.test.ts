import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Signal } from '../events/signal.ts';
import { compileRules } from '../rules/compile-rules.ts';
import { Engine } from './engine.ts';

const compiled = compileRules([
  [
    'rules.yaml',
    `title: e
name: e
detection: { s: { k: x }, condition: s }
---
title: g
correlation: { type: event_count, rules: [e], group-by: [g], timespan: 60s, condition: { gte: 4 } }
`,
  ],
]);
assert.ok(compiled.ok);
const { rules } = compiled;

const START_MS = Date.UTC(2026, 0, 1);
let number = 0;
const event = (g: string, s: number): Signal => {
  number += 1;
  return {
    id: `e${number}`,
    time_ms: START_MS + s * 1_000,
    origin: 'live',
    source: 's',
    fields: { k: 'x', g },
  };
};

test('a group holds a limited number of events, the newest, and what goes is counted', () => {
  const engine = new Engine(rules, { points_per_group: 5, groups: 100, points: 1_000 });
  const { counts } = engine.apply(
    Array.from({ length: 20 }, (_, n) => event('a', n)),
    null,
  );
  assert.equal(counts.events_dropped, 15);
  const [group] = engine.groups.all();
  assert.deepEqual(
    group?.points.map((point) => (point.time_ms - START_MS) / 1_000),
    [15, 16, 17, 18, 19],
  );
  assert.equal(engine.apply([event('a', 3)], null).counts.events_too_late, 1);
});

test('a limited number of groups is held: the longest idle go, those with an alert last', () => {
  const engine = new Engine(rules, { points_per_group: 100, groups: 3, points: 1_000 });
  engine.apply(
    [0, 1, 2, 3].map((s) => event('alerted', s)),
    null,
  );
  for (const g of ['a', 'b', 'c']) engine.apply([event(g, 10)], null);
  const { counts } = engine.apply([event('d', 11)], null);
  assert.equal(counts.groups_evicted, 1);
  const left = [...engine.groups.all()].map((group) => group.values[0]);
  assert.ok(left.includes('alerted') && left.includes('d'), left.join());
});

test('too many events in all: those for the very late go first, then whole groups, and all of it is counted', () => {
  const engine = new Engine(rules, { points_per_group: 100, groups: 1_000, points: 100 });
  let forgotten = 0;
  let evicted = 0;
  for (let n = 0; n < 400; n += 1) {
    const { counts } = engine.apply([event(`g${n % 40}`, n * 60)], null);
    forgotten += counts.events_forgotten_early;
    evicted += counts.groups_evicted;
  }
  assert.ok(engine.groups.countPoints() <= 110, String(engine.groups.countPoints()));
  assert.ok(forgotten + evicted > 0);
  // What windows need in order is still there.
  const { hits } = engine.apply(
    [0, 1, 2, 3].map((s) => event('fresh', 400 * 60 + s)),
    null,
  );
  assert.equal(hits.length, 1);
});

test('groups whose events are over for good go without being counted as lost', () => {
  const engine = new Engine(rules);
  engine.apply([event('old', 0)], null);
  const { counts } = engine.apply([event('new', 3 * 86_400)], null);
  assert.equal(counts.groups_expired, 1);
  assert.equal(counts.groups_evicted, 0);
});
