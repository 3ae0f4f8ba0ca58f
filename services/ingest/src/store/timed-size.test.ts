import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TimedSize } from './timed-size.ts';

test('the size settles where a batch takes about its share of the lock', () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 300 }), (itemUs) => {
      const timed = new TimedSize();
      for (let round = 0; round < 60; round += 1) timed.measured(timed.size, timed.size * itemUs);
      assert.ok(
        timed.size * itemUs <= 2_500 * 1.2 || timed.size === 8,
        `${timed.size} items of ${itemUs} us`,
      );
      assert.ok(
        timed.size * itemUs >= 2_500 / 2 || timed.size === 400,
        `${timed.size} items of ${itemUs} us`,
      );
    }),
  );
});

test('whatever was measured, the size stays within its bounds, and small batches do not shrink it', () => {
  const measurement = fc.record({
    items: fc.integer({ min: 0, max: 400 }),
    us: fc.integer({ min: 0, max: 10_000_000 }),
  });
  fc.assert(
    fc.property(fc.array(measurement), (measurements) => {
      const timed = new TimedSize();
      for (const { items, us } of measurements) {
        timed.measured(items, us);
        assert.ok(timed.size >= 8 && timed.size <= 400);
      }
      const { size } = timed;
      timed.measured(1, 100);
      assert.equal(timed.size, size);
    }),
  );
});
