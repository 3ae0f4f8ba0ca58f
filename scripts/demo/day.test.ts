import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptDay } from './day.ts';
import { AGENTS } from './work.ts';

const END_MS = 1_800_000_000_000;

test('the day is the same every time, in order, and inside 24 hours', () => {
  const calls = scriptDay(END_MS);
  assert.deepEqual(calls, scriptDay(END_MS));
  assert.deepEqual(
    calls.map(({ at_ms }) => at_ms),
    calls.map(({ at_ms }) => at_ms).toSorted((a, b) => a - b),
  );
  for (const { at_ms } of calls) assert.ok(at_ms >= END_MS - 86_400_000 && at_ms <= END_MS);
});

test('all five agents work, and every call can be told from every other', () => {
  const calls = scriptDay(END_MS);
  assert.deepEqual([...new Set(calls.map(({ agent }) => agent))].sort(), [...AGENTS].sort());
  assert.equal(AGENTS.length, 5);
  assert.equal(new Set(calls.map(({ session, at_ms }) => `${session} ${at_ms}`)).size, calls.length);
});
