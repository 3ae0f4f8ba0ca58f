import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSince } from './since.ts';

const NOW_MS = Date.UTC(2026, 10, 24, 12);

test('an age counts back from now, a date is itself, anything else is refused', () => {
  assert.equal(parseSince('30d', NOW_MS), Date.UTC(2026, 9, 25, 12));
  assert.equal(parseSince('45m', NOW_MS), NOW_MS - 45 * 60_000);
  assert.equal(parseSince('999999w', NOW_MS), 0);
  assert.equal(parseSince('2026-11-01', NOW_MS), Date.UTC(2026, 10, 1));
  for (const wrong of ['', 'x', '30', '30y', '-1d', '2026-13-45', 'yesterday']) {
    assert.equal(parseSince(wrong, NOW_MS), null, wrong);
  }
});
