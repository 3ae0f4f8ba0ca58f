import { ConfigError } from '@clawnex/shared/kernel/config.ts';
import { type TestOutcome, testRules } from '../offline/test-rules.ts';
import { compileRules } from './compile-rules.ts';
import { describeRuleErrors, type RuleFiles } from './load-rules.ts';
import type { RuleSet } from './rule.ts';

/** What the operators' own rules are called where a file is named. */
export const OWN_FILE = 'own rules';

export interface RulesInForce {
  readonly rules: RuleSet;
  readonly tests: TestOutcome;
}
export type ChosenRules = { ok: true; chosen: RulesInForce } | { ok: false; why: string };

/** The shipped rules, and the own ones beside them. All or nothing: with one mistake or one failing test the own ones stay out. */
export function chooseRules(shipped: RuleFiles, own: string): ChosenRules {
  const compiled = compileRules(own.trim() === '' ? shipped : [...shipped, [OWN_FILE, own]]);
  if (!compiled.ok) return { ok: false, why: describeRuleErrors(compiled.errors) };
  const tests = testRules(compiled.rules);
  const failed = tests.cases.find(({ failure }) => failure !== null);
  if (failed !== undefined)
    return { ok: false, why: `correlator: the test "${failed.name}" ${failed.failure ?? 'fails'}` };
  return { ok: true, chosen: { rules: compiled.rules, tests } };
}

/** At start there is nothing to fall back on. Throws `ConfigError` when the shipped rules do not load. */
export function rulesAtStart(shipped: RuleFiles): RulesInForce {
  const shippedAlone = chooseRules(shipped, '');
  if (!shippedAlone.ok) throw new ConfigError(shippedAlone.why);
  return shippedAlone.chosen;
}
