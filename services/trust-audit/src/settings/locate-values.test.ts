import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { locateValues } from './locate-values.ts';
import { pointerKey } from './node.ts';

test('finds keys behind comments, in strings over lines, and without quotes', () => {
  const text = `/* a
b */ { one: 1, // { "no": 1 }
  'two': ["x", {
    "th\\u0072ee": 'a \\
b', four: -Infinity }],
  "a/b~c": [],
}`;
  const lines = [...locateValues(text)].map(([pointer, { line }]) => [pointer, line]);
  assert.deepEqual(Object.fromEntries(lines), {
    '': 2,
    '/one': 2,
    '/two': 3,
    '/two/0': 3,
    '/two/1': 3,
    '/two/1/three': 4,
    '/two/1/four': 5,
    '/a~1b~0c': 6,
  });
});

test('knows every value of any JSON, on the line where its key or item stands', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value, null, 1);
      const spans = locateValues(text);
      const rows = text.split('\n');
      const visit = (part: unknown, pointer: string): void => {
        const span = spans.get(pointer);
        assert.ok(span !== undefined, pointer);
        assert.deepEqual(JSON.parse(text.slice(span.start, span.end)), part);
        if (typeof part !== 'object' || part === null) {
          assert.ok(rows[span.line - 1]?.includes(JSON.stringify(part)));
          return;
        }
        for (const [key, item] of Object.entries(part)) visit(item, `${pointer}/${pointerKey(key)}`);
      };
      visit(JSON.parse(text), '');
    }),
    { numRuns: 200 },
  );
});

test('ends on any text', () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => locateValues(text).size > 0));
});
