import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import fc from 'fast-check';
import { SECRET_AWS, SECRET_GITHUB } from '../testing/hostile-texts.ts';
import { GrowingAnswers } from './growing-answers.ts';
import { scanBlock } from './scanned.ts';

const whole = (text: string) => scanBlock({ text, origin: 'assistant' }, builtinRuleset());

/** What the shield does with each post of a stream; counts the characters that were scanned. */
function follow(pieces: readonly string[]) {
  const growing = new GrowingAnswers();
  let text = '';
  let scannedLength = 0;
  let last = whole('');
  for (const piece of pieces) {
    text += piece;
    const plan = growing.plan('s', text);
    const part = plan === null ? text : text.slice(plan.start);
    scannedLength += part.length;
    last = plan === null ? whole(part) : plan.join(whole(part));
    growing.keep('s', text, last, plan);
  }
  return { text, last, scannedLength };
}

test('a stream scanned piece by piece finds what a scan of the whole finds', () => {
  const filler = fc.integer({ min: 1, max: 3_000 }).map((length) => 'all is well. '.repeat(length / 13 + 1));
  const piece = fc.oneof(filler, filler, fc.constantFrom(` ${SECRET_AWS} `, ` ${SECRET_GITHUB} `));
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 700 }),
      (parts, step) => {
        const full = parts.join('');
        const pieces = Array.from({ length: Math.ceil(full.length / step) }, (_, i) =>
          full.slice(i * step, (i + 1) * step),
        );
        const { text, last } = follow(pieces);
        const expected = whole(text).result;
        const rules = (detections: readonly { rule: string }[]) =>
          new Set(detections.map(({ rule }) => rule));
        const found = rules(last.result.detections);
        for (const rule of rules(expected.detections)) assert.ok(found.has(rule), rule);
        if (expected.verdict === 'block') assert.equal(last.result.verdict, 'block');
        for (const { text: shown } of last.excerpts) {
          assert.ok(!shown.includes(SECRET_AWS) && !shown.includes(SECRET_GITHUB));
        }
        for (const { rule, spans } of last.result.detections) {
          for (const { start, end } of spans) assert.ok(end <= text.length && start < end, rule);
        }
      },
    ),
    { numRuns: 25 },
  );
});

test('a long stream costs time linear in its length', () => {
  const { text, scannedLength } = follow(Array.from({ length: 4_000 }, () => 'word word word word '));
  const windows = 4_000 * (2 * 1_024 + 20);
  assert.ok(scannedLength < windows + 4 * text.length, `${scannedLength}`);
});

test('a text that is no continuation is scanned whole', () => {
  const growing = new GrowingAnswers();
  const text = 'x'.repeat(6_000);
  growing.keep('s', text, whole(text), null);
  assert.equal(growing.plan('s', `y${text}`), null);
  assert.equal(growing.plan('s', text), null);
  assert.equal(growing.plan('other', `${text}y`), null);
  assert.ok(growing.plan('s', `${text}y`));
});
