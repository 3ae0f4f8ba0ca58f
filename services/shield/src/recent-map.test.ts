import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RecentMap } from './recent-map.ts';

test('it never holds more than its limit, keeps the half used last, and knows nothing wrong', () => {
  const step = fc.record({
    key: fc.constantFrom(...'abcdefghijklmnop'),
    weight: fc.integer({ min: 1, max: 6 }),
    action: fc.constantFrom('get', 'set', 'set', 'delete'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const map = new RecentMap<number>(20, (weight) => weight);
      const truth = new Map<string, number>();
      let recent: string[] = [];
      for (const { key, weight, action } of steps) {
        if (action === 'set') {
          map.set(key, weight);
          truth.set(key, weight);
        } else if (action === 'delete') {
          map.delete(key);
          truth.delete(key);
        } else {
          const found = map.get(key);
          if (found === undefined) truth.delete(key);
          assert.equal(found, truth.get(key));
        }
        recent = [...recent.filter((one) => one !== key), ...(truth.has(key) ? [key] : [])];
        assert.ok(map.weight <= 20);
      }
      // What was deleted after it pushed others out does not bring them back.
      if (steps.some(({ action }) => action === 'delete')) return;
      let sum = 0;
      for (const key of recent.toReversed()) {
        sum += truth.get(key) ?? 0;
        if (sum > 10) break;
        assert.equal(map.get(key), truth.get(key), key);
      }
    }),
  );
});

test('what is heavier than half the limit is not kept', () => {
  const map = new RecentMap<number>(20, (weight) => weight);
  map.set('a', 11);
  assert.equal(map.get('a'), undefined);
  assert.deepEqual([map.size, map.weight], [0, 0]);
});
