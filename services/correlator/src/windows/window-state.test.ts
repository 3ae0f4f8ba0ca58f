import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { CorrelationBench, shippedRules } from '../testing/correlation-bench.ts';
import { T0 } from '../testing/received-events.ts';
import { WindowState } from './window-state.ts';

const Count = z.object({ n: z.int() });

describe('window state', () => {
  let bench: CorrelationBench;
  let state: WindowState;
  const [rule] = shippedRules();
  assert.ok(rule);
  beforeEach(() => {
    bench = new CorrelationBench();
    state = new WindowState(bench.db, { points_per_group: 5, groups: 3 });
  });
  afterEach(() => {
    bench.close();
  });
  const add = (group: string, n: number, at_ms = T0 + n) =>
    state.add(rule, group, { id: `${group}-${n}`, time_ms: at_ms, origin: 'live', fields: {} }, T0 * 2);
  const count = (table: 'groups' | 'points') =>
    Count.parse(bench.db.prepare(`SELECT count(*) AS n FROM ${table}`).get()).n;

  test('holds a limited number of events of a group: the newest', () => {
    let dropped = 0;
    for (let n = 0; n < 20; n += 1) {
      const added = add('a', n);
      if (added.outcome === 'added') dropped += added.dropped;
    }
    assert.equal(dropped, 15);
    const added = add('a', 20);
    assert.ok(added.outcome === 'added');
    const times = state.pointsBetween(added.group, 0, T0 * 2).map((point) => point.time_ms - T0);
    assert.deepEqual(times, [16, 17, 18, 19, 20]);
  });

  test('holds a limited number of groups: those used last', () => {
    for (const group of ['a', 'b', 'c', 'd', 'e']) add(group, 0);
    add('a', 1);
    assert.equal(state.evictGroups(), 2);
    assert.equal(count('groups'), 3);
    assert.equal(count('points'), 4);
    assert.equal(add('a', 1).outcome, 'repeated');
    assert.equal(add('b', 0).outcome, 'added');
  });

  test('forgets events whose windows are over for good', () => {
    add('a', 0);
    add('a', 1, T0 + rule.lateness_ms + rule.timespan_ms);
    state.trim(rule, 'a', 'live');
    assert.equal(count('points'), 2);
    add('a', 2, T0 + rule.lateness_ms + rule.timespan_ms + 1);
    state.trim(rule, 'a', 'live');
    assert.equal(count('points'), 2);
  });
});
