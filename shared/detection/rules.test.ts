import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CATEGORIES, type Origin } from '@clawnex/proto/scan.ts';
import { z } from 'zod';
import { readRuleFiles, renderArtefact } from './compile-rules.ts';
import { scan } from './engine.ts';
import type { RuleSource } from './rule-source.ts';
import { builtinRuleset, compileRuleset, type Ruleset } from './ruleset.ts';

/** Benign texts in which each rule was found, of all that were measured; rules that are absent were found in none. */
const MeasuredFalsePositives = z.strictObject({
  about: z.string(),
  rows: z.int().min(1),
  hits: z.record(z.string(), z.int().min(1)),
});

const rules = readRuleFiles();

function originOf(rule: RuleSource): Origin {
  return rule.origins?.[0] ?? (rule.category === 'output_leak' ? 'assistant' : 'user');
}

function examplesOf(rule: RuleSource, kind: 'positive' | 'negative'): { text: string; origin: Origin }[] {
  return rule.examples[kind].map((example) =>
    typeof example === 'string'
      ? { text: example, origin: originOf(rule) }
      : { text: example.text, origin: example.origin ?? originOf(rule) },
  );
}

function finds(ruleset: Ruleset, id: string, block: { text: string; origin: Origin }): boolean {
  return scan(block, ruleset).detections.some((detection) => detection.rule === id);
}

test('every rule finds its positive examples and none of its near misses', () => {
  const ruleset = builtinRuleset();
  const wrong = rules.flatMap((rule) => [
    ...examplesOf(rule, 'positive')
      .filter((block) => !finds(ruleset, rule.id, block))
      .map((block) => `${rule.id} misses ${block.text}`),
    ...examplesOf(rule, 'negative')
      .filter((block) => finds(ruleset, rule.id, block))
      .map((block) => `${rule.id} wrongly finds ${block.text}`),
  ]);
  assert.deepEqual(wrong, []);
});

test('no rule leans on another: by itself each finds one of its own positive examples, so that disabling it shows', () => {
  for (const rule of rules) {
    const alone = compileRuleset([rule]);
    assert.ok(alone.ok);
    const found = examplesOf(rule, 'positive').filter((block) => finds(alone.ruleset, rule.id, block));
    assert.ok(
      found.length > 0,
      `${rule.id} finds none of its examples by itself: another rule does its work`,
    );
  }
});

test('the committed artefact is what the rule files compile to', () => {
  const committed = readFileSync(join(import.meta.dirname, 'builtin-rules.json'), 'utf8');
  assert.deepEqual(
    JSON.parse(committed),
    JSON.parse(renderArtefact(rules)),
    'run: node --import tsx shared/detection/compile-rules.ts',
  );
});

test('every category has rules and every rule says why and how to verify', () => {
  assert.deepEqual(
    CATEGORIES.filter((category) => !rules.some((rule) => rule.category === category)),
    [],
  );
  assert.ok(rules.length >= 300);
  for (const rule of rules) {
    assert.ok(rule.why.length > 20 && rule.verify.length > 20, rule.id);
    assert.ok(rule.atlas.length > 0 && rule.owasp.length > 0, `${rule.id} names no ATLAS or OWASP id`);
  }
});

/** More rules with the same reason were filled in from a template. */
const SAME_WHY_MAX = 8;

test('a rule says why it is risky in words of its own', () => {
  const counts = new Map<string, number>();
  for (const { why } of rules) counts.set(why, (counts.get(why) ?? 0) + 1);
  assert.deepEqual(
    [...counts].filter(([, count]) => count > SAME_WHY_MAX),
    [],
  );
});

test('the measured false positives name rules that exist', () => {
  const measured = MeasuredFalsePositives.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, 'rules', 'false-positives.json'), 'utf8')),
  );
  const ids = new Set(rules.map((rule) => rule.id));
  assert.deepEqual(
    Object.keys(measured.hits).filter((id) => !ids.has(id)),
    [],
  );
  assert.ok(measured.rows >= 10_000);
  for (const [id, hits] of Object.entries(measured.hits))
    assert.ok(hits / measured.rows <= 0.005, `${id} hits ${hits} of ${measured.rows} benign texts`);
});

test('the version changes with any change of a rule', () => {
  const [first, ...rest] = rules;
  assert.ok(first);
  const one = compileRuleset([first, ...rest.slice(0, 3)]);
  const other = compileRuleset([{ ...first, confidence: first.confidence - 0.01 }, ...rest.slice(0, 3)]);
  assert.ok(one.ok && other.ok);
  assert.notEqual(one.ruleset.version, other.ruleset.version);
});
