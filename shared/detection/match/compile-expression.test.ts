import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RuleSource } from '../rule-source.ts';
import { compileRuleset } from '../ruleset.ts';

function compileOne(expression: string): ReturnType<typeof compileRuleset> {
  return compileRuleset([
    RuleSource.parse({
      id: 'own.rule',
      title: 'A rule',
      category: 'injection',
      severity: 'low',
      confidence: 0.5,
      expressions: [expression],
      why: 'Because it is risky.',
      verify: 'Look at it.',
      examples: { positive: ['a', 'b'], negative: ['c', 'd'] },
    }),
  ]);
}

for (const expression of [
  '(?:a+)+b',
  '(?:a{1,50}){1,50}b',
  'foo.*bar',
  'x{2,}',
  '(a)\\1',
  '(?<name>a)',
  '(?=abc)d',
  'foo(?:\\w{1,90}\\s?){1,40}bar',
  '(?:[a-z]{0,30}){0,30}!',
  'fooX',
  '',
  '(?:foo)?',
  'foo.{0,900}bar',
  'foo(',
  'a{3',
  '[z-a]',
])
  test(`an operator's ${JSON.stringify(expression)} is refused with the place and the reason`, () => {
    if (expression === '') return assert.throws(() => compileOne(expression));
    const result = compileOne(expression);
    assert.ok(!result.ok);
    const [error] = result.errors;
    assert.equal(error?.rule, 'own.rule');
    assert.match(error?.where ?? '', /expressions\[0\]/);
    assert.ok((error?.message.length ?? 0) > 8);
  });

for (const expression of [
  'ignore .{0,40}instructions',
  'foo[^\\n]{0,80}bar',
  '\\bfoo\\d{2,8}\\b',
  '(?:alpha|beta|gamma) {1,3}delta',
])
  test(`an operator's ${JSON.stringify(expression)} is accepted`, () => assert.ok(compileOne(expression).ok));
