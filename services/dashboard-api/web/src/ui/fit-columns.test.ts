import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitColumns } from './fit-columns.ts';

const columns = [
  { id: 'a', width_px: 100, priority: 0 },
  { id: 'b', width_px: 100, priority: 3 },
  { id: 'c', width_px: 100, priority: 1 },
  { id: 'd', width_px: 100, priority: 2 },
];
const fitting = (width: number) => fitColumns(columns, width).map((column) => column.id);

test('the least important columns give way, the order stays', () => {
  assert.deepEqual(fitting(432), ['a', 'b', 'c', 'd']);
  assert.deepEqual(fitting(431), ['a', 'c', 'd']);
  assert.deepEqual(fitting(240), ['a', 'c']);
});

test('two columns stay however little room there is', () => {
  assert.deepEqual(fitting(40), ['a', 'c']);
});
