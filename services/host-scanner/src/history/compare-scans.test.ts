import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostSnapshot } from '@clawnex/proto/events/host.ts';
import { LINUX, scanMachine } from '../testing/machine.ts';
import { compareScans, toComparable } from './compare-scans.ts';

const compareSnapshots = (before: HostSnapshot, after: HostSnapshot) =>
  compareScans(toComparable(before), toComparable(after));

const file = (mode: number) => ({ ...LINUX, 'home/a/.codex/auth.json': { text: '{}', mode } });

test('a difference tells what appeared, what was mended, and what is only out of sight', async () => {
  const [good, bad] = [await scanMachine(file(0o600)), await scanMachine(file(0o644))];
  const appeared = compareSnapshots(good, bad);
  assert.ok(appeared?.appeared.some(({ check }) => check === 'AI-16'));
  const resolved = compareSnapshots(bad, good);
  assert.ok(resolved?.resolved.some(({ check }) => check === 'AI-16'));
  const hidden = await scanMachine({ ...file(0o644), 'home/a/': 0o700 }, { asNobody: true });
  const lost = compareSnapshots(bad, hidden);
  assert.ok(lost?.lost_sight.some(({ check }) => check === 'AI-16'));
  assert.ok(!lost?.resolved.some(({ check }) => check === 'AI-16'));
});

test('two runs on an unchanged machine do not differ', async () => {
  assert.equal(compareSnapshots(await scanMachine(file(0o644)), await scanMachine(file(0o644))), null);
});
