import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventId } from '@clawnex/proto/scalars.ts';
import fc from 'fast-check';
import { contentId, newId, sha256 } from './ids.ts';

test('new ids are UUIDv7, unique and in order, even when the clock goes back', () => {
  const start = Date.now();
  const ids = Array.from({ length: 20_000 }, (_, index) => newId(start - (index % 7)));
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(ids, ids.toSorted());
  for (const id of ids.slice(0, 50)) assert.equal(EventId.parse(id)[14], '7');
});

test('the same parts give the same id, other parts another one', () => {
  const part = fc.oneof(fc.string({ maxLength: 20 }), fc.integer());
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), fc.array(part, { maxLength: 5 }), (a, b) => {
      const same = JSON.stringify(a.map(String)) === JSON.stringify(b.map(String));
      assert.equal(contentId(...a) === contentId(...b), same);
    }),
  );
});

test('parts do not run into each other', () => {
  assert.notEqual(contentId('ab', 'c'), contentId('a', 'bc'));
  EventId.parse(contentId('ab'));
});

test('sha256 is of the UTF-8 bytes', () => {
  assert.equal(sha256('é'), '4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
});
