import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRow } from '../../../test/mock/exchanges.ts';
import { countArrivals, NO_ARRIVALS, withArrivals } from './count-arrivals.ts';

const READ_AT = Date.UTC(2026, 0, 1, 12);
const bars = [
  { at_ms: READ_AT - 120_000, parts: [1, 0] },
  { at_ms: READ_AT - 60_000, parts: [0, 2] },
];
const row = (id: string, atMs: number, revision: number) => ({ ...makeRow(1, atMs, revision), call_id: id });
const count = (rows: Parameters<typeof withArrivals>[1]) =>
  countArrivals(bars, 60_000, READ_AT, withArrivals(NO_ARRIVALS, rows), () => 1);

test('a call that began since the counts were read is counted at once, once, in a bar of its own time', () => {
  const later = row('a', READ_AT + 61_000, 1);
  assert.deepEqual(count([later, { ...later, revision: 2 }]), [
    ...bars,
    { at_ms: READ_AT, parts: [0, 0] },
    { at_ms: READ_AT + 60_000, parts: [0, 1] },
  ]);
});

test('a call that began before the counts were read is already in them, or comes with the next reading', () => {
  assert.equal(count([row('a', READ_AT - 1_000, 1)]), bars);
});
