import type { TryRulesOutcome } from '@clawnex/proto/correlation.ts';
import type { Signal } from '../events/signal.ts';
import { OfflineRun } from '../offline/run-events.ts';
import { testRules } from '../offline/test-rules.ts';
import { compileRules } from '../rules/compile-rules.ts';
import type { RuleFiles } from '../rules/load-rules.ts';
import { OWN_FILE } from '../rules/rules-in-force.ts';

const SHOWN_MAX = 50;
const TESTS_MAX = 500;

/** What own rules would do beside the shipped ones: their mistakes, their tests, and what they raise over recent events. */
export function tryRules(shipped: RuleFiles, yaml: string, recent: readonly Signal[]): TryRulesOutcome {
  const compiled = compileRules([...shipped, [OWN_FILE, yaml]]);
  const nothing = { tests: [], events: 0, from_ms: null, to_ms: null, alerts_total: 0, alerts: [] };
  if (!compiled.ok) {
    const problems = compiled.errors.slice(0, SHOWN_MAX).map(({ pointer, message, ...place }) => ({
      ...place,
      pointer: pointer.slice(0, 400),
      message: message.slice(0, 1_000),
    }));
    return { problems, warnings: [], ...nothing };
  }
  const { rules } = compiled;
  const mine = new Set(
    [...rules.byKey.values()].filter((rule) => rule.file === OWN_FILE).map((rule) => rule.key),
  );
  const tests = testRules(rules, (rule) => mine.has(rule.key));
  const run = new OfflineRun(rules, { open_end: true });
  for (const signal of recent) run.takeSignal(signal);
  const alerts = run.finish().alerts.filter((alert) => mine.has(alert.rule));
  const times = recent.map((signal) => signal.time_ms);
  return {
    problems: [],
    warnings: rules.warnings
      .filter((warning) => warning.startsWith(OWN_FILE))
      .slice(0, SHOWN_MAX)
      .map((warning) => warning.slice(0, 600)),
    tests: tests.cases
      .slice(0, TESTS_MAX)
      .map(({ name, failure }) => ({ name: name.slice(0, 500), failure: failure?.slice(0, 600) ?? null })),
    events: recent.length,
    from_ms: times.length === 0 ? null : Math.min(...times),
    to_ms: times.length === 0 ? null : Math.max(...times),
    alerts_total: alerts.length,
    alerts: alerts.slice(-SHOWN_MAX).map(({ rule, title, severity, why, at_ms, entity }) => ({
      rule: rule.slice(0, 256),
      title: title.slice(0, 256),
      severity,
      why,
      at_ms,
      entity,
    })),
  };
}
