import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitBody } from './split-body.ts';

const record = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }));

function split(text: string) {
  const result = splitBody(text);
  assert.ok(result.ok, 'the body is readable');
  return result;
}

test('the same records are read from all three forms of a body', () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1 }), fc.constantFrom('\n', '\r\n', '\n\n'), (records, end) => {
      const expected: unknown = JSON.parse(JSON.stringify(records));
      assert.deepEqual(split(JSON.stringify(records)).entries, expected);
      assert.deepEqual(split(records.map((each) => JSON.stringify(each)).join(end)).entries, expected);
      assert.deepEqual(split(JSON.stringify(records[0])).entries, [Object(expected)[0]]);
    }),
  );
});

test('a line that is not JSON is counted and costs nobody else', () => {
  assert.deepEqual(split('{"a":1}\n{"b":\n\n{"c":3}\nnull\n'), {
    ok: true,
    entries: [{ a: 1 }, { c: 3 }, null],
    unreadable: 1,
  });
});

test('a body without any JSON is refused with what to do', () => {
  for (const text of ['', 'not json', '[{"a":1}', '{"a":1']) {
    const result = splitBody(text);
    assert.ok(!result.ok, text);
    assert.match(result.message, /log_format/);
  }
});
