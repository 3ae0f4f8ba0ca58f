import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { revealName, revealText } from './reveal.ts';

test('revealed text joined is the text again, whatever is in it', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 });
  const marks = fc.array(fc.record({ start: fc.nat(200), end: fc.nat(220), rule: fc.constant('r') }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(text, marks, (value, highlights) => {
      const joined = revealText(value, highlights)
        .map((segment) => segment.text)
        .join('');
      assert.equal(joined, value);
    }),
  );
});

test('lone surrogates survive and are named', () => {
  const [, hidden] = revealText('a\ud800b');
  assert.deepEqual(hidden, { text: '\ud800', shown: 'U+D800', rule: null });
});

test('what is shown as it is contains no control, bidi or zero-width character', () => {
  const nasty = fc.constantFrom(
    '\u202e',
    '\u200b',
    '\u2066',
    '\x1b',
    '\x00',
    '\u{e0041}',
    '\ufe0f',
    'a',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(nasty, { maxLength: 60 }), (parts) => {
      for (const { text, shown } of revealText(parts.join(''))) {
        if (shown === null) assert.match(text, /^[a\n]*$/);
      }
    }),
  );
});

test('hits are marked where they are, across hidden characters', () => {
  const segments = revealText('say ig\u200bnore now', [{ start: 4, end: 11, rule: 'injection.x' }]);
  const marked = segments.filter((segment) => segment.rule === 'injection.x').map((segment) => segment.text);
  assert.deepEqual(marked, ['ig', '\u200b', 'nore']);
});

test('tag characters show the letters they smuggle', () => {
  assert.equal(revealName('x\u{e0068}\u{e0069}'), 'x‹tag h›‹tag i›');
});

test('a name that would reorder the page is shown with its override named', () => {
  assert.equal(revealName('night\u202eshift\nx'), 'night‹RLO›shift⏎x');
});
