import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Origin } from '@clawnex/proto/scan.ts';
import { readRuleFiles } from './compile-rules.ts';
import { scan } from './engine.ts';
import { buildMatcher } from './match/matcher.ts';
import type { RuleSource } from './rule-source.ts';
import { builtinRuleset, planRuleset, type Ruleset } from './ruleset.ts';

/** Rules disabled together: enough batches to be quick, small enough that most of the full set stays at work. */
const BATCHES = 16;
const rules = readRuleFiles();
const full = builtinRuleset();
const planned = planRuleset(rules);
assert.ok(planned.ok);
const { plan } = planned;

function positives(rule: RuleSource): { text: string; origin: Origin }[] {
  const own = rule.origins?.[0] ?? (rule.category === 'output_leak' ? 'assistant' : 'user');
  return rule.examples.positive.map((example) =>
    typeof example === 'string'
      ? { text: example, origin: own }
      : { text: example.text, origin: example.origin ?? own },
  );
}

function found(ruleset: Ruleset, rule: RuleSource): number {
  return positives(rule).filter((block) =>
    scan(block, ruleset).detections.some((detection) => detection.rule === rule.id),
  ).length;
}

test('in the full set, disabling any rule loses that rule’s detection in at least one of its own examples', () => {
  for (let batch = 0; batch < BATCHES; batch++) {
    const disabled = rules.filter((_, index) => index % BATCHES === batch);
    const names = new Set(disabled.map((rule) => rule.id));
    const matcher = buildMatcher(plan, undefined, (rule) => !names.has(rule.id));
    const rest: Ruleset = { ...full, matcher, maskMatcher: matcher };
    for (const rule of disabled) {
      const before = found(full, rule);
      assert.ok(before > 0 && found(rest, rule) < before, rule.id);
    }
  }
});

test('disabling any rule changes no other rule’s detections', () => {
  for (let batch = 0; batch < 4; batch++) {
    const names = new Set(rules.filter((_, index) => index % 4 === batch).map((rule) => rule.id));
    const matcher = buildMatcher(plan, undefined, (rule) => !names.has(rule.id));
    const rest: Ruleset = { ...full, matcher, maskMatcher: matcher };
    for (const rule of rules)
      if (!names.has(rule.id)) assert.equal(found(rest, rule), found(full, rule), rule.id);
  }
});
