import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findHits } from './find-hits.ts';
import { builtinRuleSources, builtinRuleset } from './ruleset.ts';

const texts = builtinRuleSources().flatMap((rule) =>
  [...rule.examples.positive, ...rule.examples.negative].map((example) =>
    typeof example === 'string' ? example : example.text,
  ),
);
const { matcher } = builtinRuleset();

function hitsOf(text: string, prefilter: boolean): string[] {
  return findHits(text, matcher, { prefilter })
    .filter((hit) => !hit.view.includes('rot13') && !hit.view.includes('reversed'))
    .map((hit) => `${hit.rule.id} ${hit.view} ${hit.start}-${hit.end}`)
    .sort();
}

test('the literal pass finds in every example exactly what running every rule everywhere finds', () => {
  // Examples joined in batches: each text then also holds what other rules look for.
  for (let index = 0; index < texts.length; index += 16) {
    const text = texts.slice(index, index + 16).join('\n');
    assert.deepEqual(hitsOf(text, true), hitsOf(text, false));
  }
});

test('the literal pass equals running everything on random mixes of examples, cut and joined anyhow', () => {
  const piece = fc
    .tuple(fc.constantFrom(...texts), fc.nat(60), fc.nat(200))
    .map(([text, from, length]) => text.slice(from % (text.length || 1), from + length));
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('', ' ', '\n', '.'),
      (pieces, glue) => {
        const text = pieces.join(glue);
        assert.deepEqual(hitsOf(text, true), hitsOf(text, false));
      },
    ),
    { numRuns: 40, seed: 7 },
  );
});
