import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scanned } from './scanned.ts';
import { VerdictCache } from './verdict-cache.ts';

const CLEAN: Scanned = { result: { verdict: 'allow', score: 0, detections: [], ledger: [] }, excerpts: [] };

function found(length: number): Scanned {
  return { result: CLEAN.result, excerpts: [{ start: 0, text: 'x'.repeat(length), highlights: [] }] };
}

test('clean blocks by the ten thousand fit, and the newest are always there', () => {
  const cache = new VerdictCache();
  for (let index = 0; index < 200_000; index++) cache.put(`k${index}`, CLEAN);
  assert.ok(cache.size >= 40_000 && cache.size < 100_000, `${cache.size}`);
  assert.equal(cache.get('k199999'), CLEAN);
  assert.equal(cache.get('k0'), undefined);
});

test('blocks with detections weigh what they hold, so that a flood of them stays bounded', () => {
  const cache = new VerdictCache();
  for (let index = 0; index < 1_000; index++) cache.put(`k${index}`, found(100_000));
  assert.ok(cache.size < 130, `${cache.size}`);
  assert.ok(cache.bytes <= 24 * 1024 ** 2);
  assert.ok(cache.get('k999'));
});
