import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  excluded,
  filterOf,
  filterValues,
  isFilterable,
  readViewSearch,
  resolveRange,
  withFilter,
  withoutFilter,
  withRange,
  withSpan,
} from './view-search.ts';

test('filters are added once and removed one by one', () => {
  const two = withFilter(withFilter({}, 'verdict', 'block'), 'verdict', 'review');
  assert.deepEqual(two, { verdict: 'block,review' });
  assert.equal(withFilter(two, 'verdict', 'block'), two);
  assert.deepEqual(withoutFilter(two, 'verdict', 'block'), { verdict: 'review' });
  assert.deepEqual(withoutFilter({ agent: 'main' }, 'agent', 'main'), {});
  assert.deepEqual(filterValues(two, 'verdict'), ['block', 'review']);
});

test('a value is asked for or excluded, not both', () => {
  const out = withFilter({ severity: 'low,high' }, 'severity', excluded('low'));
  assert.deepEqual(out, { severity: 'high,!low' });
  assert.deepEqual(withFilter(out, 'severity', 'low'), { severity: 'high,low' });
});

test('a value with a comma is no filter', () => {
  assert.equal(isFilterable('a,b'), false);
  assert.equal(isFilterable('a b'), true);
});

test('unknown words of an address are dropped', () => {
  assert.deepEqual(readViewSearch({ agent: 'main', nonsense: 'x', range: '1h', model: 3 }), {
    agent: 'main',
    range: '1h',
  });
});

test('a span and a named range replace each other', () => {
  const span = withSpan({ range: '1h', agent: 'main' }, 0, 60_000);
  assert.deepEqual(span, { agent: 'main', from: '1970-01-01T00:00:00.000Z', to: '1970-01-01T00:01:00.000Z' });
  assert.deepEqual(withRange(span, '6h'), { agent: 'main', range: '6h' });
  assert.deepEqual(filterOf(span), { agent: 'main' });
});

test('a named range ends now and moves; a span stays', () => {
  const now = Date.UTC(2026, 0, 2);
  assert.deepEqual(resolveRange({ range: '1h' }, now), {
    from_ms: now - 3_600_000,
    to_ms: now,
    label: 'past 1 h',
    moving: true,
  });
  const span = resolveRange({ from: '2026-01-01T00:00:00.000Z', to: '2026-01-01T01:00:00.000Z' }, now);
  assert.equal(span.moving, false);
  assert.equal(span.to_ms - span.from_ms, 3_600_000);
  assert.equal(resolveRange({ range: 'nonsense', from: 'nonsense' }, now).label, 'past 24 h');
});
