import assert from 'node:assert/strict';
import { OfflineRun, type RunOptions, type RunResult } from '@clawnex/correlator/src/offline/run-events.ts';
import { compileRules } from '@clawnex/correlator/src/rules/compile-rules.ts';
import type { RuleSet } from '@clawnex/correlator/src/rules/rule.ts';
import { describeRuleError } from '@clawnex/correlator/src/rules/rule-error.ts';

/** A round moment, so that times in tests are seconds after it. */
export const T0 = Date.UTC(2026, 10, 24, 12, 0, 0);

export type PlainEvent = Readonly<Record<string, unknown>>;

export function loadRules(text: string): RuleSet {
  const compiled = compileRules([['rules.yml', text]]);
  assert.ok(compiled.ok, compiled.ok ? '' : compiled.errors.map(describeRuleError).join('\n'));
  return compiled.rules;
}

export function errorsOf(text: string): string[] {
  const compiled = compileRules([['rules.yml', text]]);
  return compiled.errors.map(describeRuleError);
}

/** Runs rules over events in the order given. `s` is the time in seconds after `T0`. */
export function runRules(
  rules: RuleSet | string,
  events: readonly PlainEvent[],
  options: RunOptions = {},
): RunResult {
  const run = new OfflineRun(typeof rules === 'string' ? loadRules(rules) : rules, options);
  for (const { s, ...fields } of events) {
    run.takeLine(JSON.stringify({ ...(typeof s === 'number' ? { time: T0 + s * 1_000 } : {}), ...fields }));
  }
  const result = run.finish();
  assert.deepEqual(result.faults, []);
  return result;
}
