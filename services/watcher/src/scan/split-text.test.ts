import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PIECE_LENGTH_MAX, PIECE_OVERLAP, splitText } from './split-text.ts';

test('pieces hold the whole text, overlap, and never cut a character', () => {
  const unit = fc.constantFrom('a', 'é', '你', '🙂', '🙂🙂a');
  fc.assert(
    fc.property(
      unit,
      fc.integer({ min: 0, max: 3 * PIECE_LENGTH_MAX }),
      fc.nat({ max: 3 }),
      (char, length, shift) => {
        const text = 'x'.repeat(shift) + char.repeat(Math.ceil(length / char.length));
        const pieces = splitText(text);
        let rebuilt = pieces[0] ?? '';
        for (const piece of pieces.slice(1)) {
          const shared = rebuilt.endsWith(piece.slice(0, PIECE_OVERLAP)) ? PIECE_OVERLAP : PIECE_OVERLAP + 1;
          assert.ok(rebuilt.endsWith(piece.slice(0, shared)));
          rebuilt += piece.slice(shared);
        }
        assert.equal(rebuilt, text);
        for (const piece of pieces) {
          assert.ok(piece.length <= PIECE_LENGTH_MAX + 1);
          assert.ok(piece.isWellFormed());
        }
      },
    ),
    { numRuns: 40 },
  );
});
