import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { FileTree } from '@clawnex/shared/posture/testing/file-tree.ts';
import { addAcceptance, readAcceptances, splitAccepted } from './acceptances.ts';

const NOW = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;
const GIVEN = { finding_id: 'a', state: 's', reason: 'a test bot without data', owner: 'me', days: 30 };
let tree: FileTree;
beforeEach(() => {
  tree = new FileTree();
});
afterEach(() => tree.remove());

test('an acceptance ends by its time and by change, and both are said', async () => {
  const file = join(tree.root, 'accepted.json');
  assert.ok((await addAcceptance(file, GIVEN, NOW)).ok);
  assert.ok((await addAcceptance(file, { ...GIVEN, finding_id: 'b' }, NOW)).ok);
  const read = await readAcceptances(file);
  assert.ok(read.ok);
  const findings = [
    { finding_id: 'a', state: 's' },
    { finding_id: 'b', state: 'other' },
    { finding_id: 'c', state: 's' },
  ];
  const ids = (list: readonly { finding_id: string }[]) => list.map(({ finding_id }) => finding_id).join(' ');
  const now = splitAccepted(findings, read.value, NOW + DAY_MS);
  assert.deepEqual(
    [ids(now.accepted), ids(now.open), now.reopened],
    ['a', 'b c', [{ finding_id: 'b', why: 'changed' }]],
  );
  const later = splitAccepted(findings, read.value, NOW + 31 * DAY_MS);
  assert.deepEqual([ids(later.accepted), later.reopened.map(({ why }) => why)], ['', ['expired', 'changed']]);
});

test('refuses more than 180 days, no reason, no owner, and files that say otherwise', async () => {
  const file = join(tree.root, 'accepted.json');
  for (const wrong of [{ days: 181 }, { days: 0 }, { days: Number.NaN }, { reason: 'short' }, { owner: ' ' }])
    assert.equal((await addAcceptance(file, { ...GIVEN, ...wrong }, NOW)).ok, false, JSON.stringify(wrong));
  const { days: _days, ...plain } = GIVEN;
  tree
    .put('long.json', JSON.stringify([{ ...plain, accepted_at_ms: NOW, expires_at_ms: NOW + 400 * DAY_MS }]))
    .put('broken.json', '[');
  for (const name of ['long.json', 'broken.json', 'none.json']) {
    const read = await readAcceptances(join(tree.root, name));
    assert.ok(!read.ok && read.message.includes(name));
  }
});
