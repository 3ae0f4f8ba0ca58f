import type { RuleTest } from '../rules/fleet-section.ts';
import type { Rule, RuleSet } from '../rules/rule.ts';
import { TimeSpan } from '../rules/time-span.ts';
import type { Case } from './case.ts';
import { OfflineRun } from './run-events.ts';

/** When tests happen, unless their events say another time: a Wednesday noon, away from every edge of a window. */
const START_MS = Date.UTC(2026, 0, 14, 12, 0, 30);

export interface TestOutcome {
  readonly cases: readonly Case[];
  readonly passed: number;
  /** Rules that alert and have no test. */
  readonly untested: readonly string[];
}

/** Runs the tests inside rules, each on its own, with the whole set: what a rule says of itself is said in company. */
export function testRules(rules: RuleSet, wanted: (rule: Rule) => boolean = () => true): TestOutcome {
  const all = [...rules.detections, ...rules.correlations].filter(wanted);
  const cases = all.flatMap((rule) =>
    (rule.fleet.tests ?? []).map((test) => ({
      name: `${rule.key}: ${test.name}`,
      failure: runTest(rules, rule, test),
    })),
  );
  return {
    cases,
    passed: cases.filter(({ failure }) => failure === null).length,
    untested: all
      .filter((rule) => rule.alerts && (rule.fleet.tests ?? []).length === 0)
      .map((rule) => rule.key),
  };
}

function runTest(rules: RuleSet, rule: Rule, test: RuleTest): string | null {
  const run = new OfflineRun(rules);
  for (const [index, { t, ...fields }] of test.events.entries()) {
    const after = t === undefined ? 0 : /^0+[smhd]?$/.test(t) ? 0 : TimeSpan.safeParse(t).data;
    if (after === undefined)
      return `event ${index + 1} has "${t}" for its time: write a number and s, m, h or d`;
    run.takeLine(JSON.stringify({ id: `event-${index + 1}`, time: START_MS + after, ...fields }));
  }
  const result = run.finish();
  if (result.faults[0] !== undefined) return `event ${result.faults[0].line} ${result.faults[0].message}`;
  const fires = rule.alerts
    ? result.alerts.filter((alert) => alert.rule === rule.key).length
    : (result.matched.get(rule.key) ?? 0);
  return fires === test.expect.fires ? null : `fires ${fires} times, expected ${test.expect.fires}`;
}
