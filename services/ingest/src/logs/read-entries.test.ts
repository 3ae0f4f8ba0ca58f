import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readEntries } from './read-entries.ts';

/** A body that arrives in pieces of the given size. */
function bodyOf(bytes: Uint8Array, piece: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(sent, sent + piece));
      sent += piece;
    },
  });
}

async function readAll(body: ReadableStream<Uint8Array> | null) {
  const entries: unknown[] = [];
  let unreadable = 0;
  let parts = 0;
  for await (const part of readEntries(body)) {
    if (!part.ok) return { code: part.code, entries: entries.length };
    parts += 1;
    entries.push(...part.entries);
    unreadable += part.unreadable;
  }
  return { entries, unreadable, parts };
}

test('a body is read the same however it is cut on the way', async () => {
  const record = fc.record({ id: fc.string({ unit: 'grapheme', minLength: 1 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { minLength: 1 }),
      fc.integer({ min: 1, max: 40 }),
      async (made, piece) => {
        const records = made.map((each) => ({ ...each }));
        const lines = Buffer.from(records.map((each) => JSON.stringify(each)).join('\n'));
        assert.deepEqual(await readAll(bodyOf(lines, piece)), { entries: records, unreadable: 0, parts: 1 });
        const array = Buffer.from(JSON.stringify(records));
        assert.deepEqual(await readAll(bodyOf(array, piece)), { entries: records, unreadable: 0, parts: 1 });
      },
    ),
  );
});

test('a backlog of any length is taken line by line, in parts', async () => {
  const padding = 'ü'.repeat(7_000);
  const records = Array.from({ length: 6_000 }, (_, index) => ({ id: index, padding }));
  const lines = records.map((record) => JSON.stringify(record));
  lines.splice(3_000, 0, '{"broken":');
  const bytes = Buffer.from(lines.join('\n'));
  assert.ok(bytes.length > 64 * 1024 ** 2, 'more than is read at once');
  const read = await readAll(bodyOf(bytes, 65_536));
  assert.ok('parts' in read);
  assert.ok(read.parts > 10);
  assert.equal(read.unreadable, 1);
  assert.deepEqual(
    read.entries.map((entry) => Object(entry).id),
    records.map(({ id }) => id),
  );
});

test('an array beyond what is read at once is refused with what to do', async () => {
  const bytes = Buffer.concat([Buffer.from('['), Buffer.alloc(65 * 1024 ** 2, 32)]);
  assert.deepEqual(await readAll(bodyOf(bytes, 1024 ** 2)), { code: 'too_large', entries: 0 });
});

test('no body, and a body that breaks off, are refused', async () => {
  assert.deepEqual(await readAll(null), { code: 'bad_request', entries: 0 });
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.error(new Error('connection reset'));
    },
  });
  assert.deepEqual(await readAll(broken), { code: 'bad_request', entries: 0 });
});
