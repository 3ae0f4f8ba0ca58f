import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Point } from '../state/windows.sql.ts';
import { findFirings, slotOf } from './find-firings.ts';

const point = (time_ms: number, signal: string, n = 0): Point => ({
  event_id: `${String(time_ms).padStart(6, '0')}-${signal}-${n}`,
  time_ms,
  signal,
});
const RULE = { timespan_ms: 100, at_least: 3 };

test('a window slides: three signals over the edge of a slot are found', () => {
  const firings = findFirings([point(90, 'a'), point(95, 'b'), point(105, 'c')], RULE, 0);
  assert.equal(firings.length, 1);
  assert.equal(firings[0]?.slot_ms, 100);
  assert.equal(firings[0]?.members.length, 3);
});

test('both ends of a window belong to it', () => {
  assert.equal(findFirings([point(0, 'a'), point(50, 'b'), point(100, 'c')], RULE, 0).length, 1);
  assert.equal(findFirings([point(0, 'a'), point(50, 'b'), point(101, 'c')], RULE, 0).length, 0);
});

test('windows that end before the asked moment are left out', () => {
  assert.equal(findFirings([point(0, 'a'), point(1, 'b'), point(2, 'c')], RULE, 3).length, 0);
});

test('it finds what comparing every window with every event finds', () => {
  const points = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 600 }), fc.constantFrom('a', 'b', 'c', 'd', 'e')), {
      maxLength: 40,
    })
    .map((pairs) =>
      pairs
        .map(([time_ms, signal], n) => point(time_ms, signal, n))
        .sort((a, b) => a.time_ms - b.time_ms || (a.event_id < b.event_id ? -1 : 1)),
    );
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 5 }), (all, at_least) => {
      const slots = new Set<number>();
      for (const end of all) {
        const inside = all.filter((each) => each.time_ms <= end.time_ms && each.time_ms >= end.time_ms - 100);
        if (new Set(inside.map((each) => each.signal)).size >= at_least) slots.add(slotOf(end.time_ms, 100));
      }
      const found = findFirings(all, { timespan_ms: 100, at_least }, 0).map((firing) => firing.slot_ms);
      assert.deepEqual(found, [...slots]);
    }),
  );
});
