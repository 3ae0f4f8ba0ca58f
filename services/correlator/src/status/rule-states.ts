import { RULES_MAX, type RuleState } from '@clawnex/proto/correlation.ts';
import type { TestOutcome } from '../offline/test-rules.ts';
import type { RuleSet } from '../rules/rule.ts';
import { OWN_FILE } from '../rules/rules-in-force.ts';

/** What each rule is and did, those that alert first. */
export function ruleStates(
  rules: RuleSet,
  hits: ReadonlyMap<string, { matched: number; last_ms: number }>,
  tests: TestOutcome,
): RuleState[] {
  const all = [...rules.correlations, ...rules.detections];
  return all
    .map((rule): RuleState => {
      const own = tests.cases.filter(({ name }) => name.startsWith(`${rule.key}: `));
      const failed = own.filter(({ failure }) => failure !== null).length;
      const hit = hits.get(rule.key);
      return {
        rule: rule.key.slice(0, 256),
        title: rule.title.slice(0, 256),
        kind: rule.kind,
        severity: rule.severity,
        status: rule.shadow ? 'shadow' : rule.alerts ? 'live' : 'block',
        source: rule.file === OWN_FILE ? 'own' : 'builtin',
        file: rule.file.slice(0, 256),
        tags: rule.tags.slice(0, 64).map((tag) => tag.slice(0, 128)),
        hits: hit?.matched ?? 0,
        last_ms: hit?.last_ms ?? null,
        tests: { passed: own.length - failed, failed },
      };
    })
    .sort((a, b) => Number(a.status === 'block') - Number(b.status === 'block'))
    .slice(0, RULES_MAX);
}
