import type { HostCheckState } from '@clawnex/proto/events/host.ts';
import type { Finding } from '@clawnex/proto/events/posture.ts';
import { SEVERITIES } from '@clawnex/proto/scan.ts';
import { type HostCheck, tierOf } from '../checks/host-check.ts';

/**
 * One result for each check. A failure anywhere fails it; a part that was not seen keeps it from passing, because the
 * failure may lie there.
 */
export function toCheckStates(
  checks: readonly HostCheck[],
  findings: readonly Finding[],
): readonly HostCheckState[] {
  const byCheck = Map.groupBy(findings, ({ check }) => check);
  return checks.map((check) => {
    const own = byCheck.get(check.id) ?? [];
    const failed = own.filter(({ result }) => result === 'fail');
    const worst = Math.max(-1, ...failed.map(({ severity }) => SEVERITIES.indexOf(severity)));
    const severity = SEVERITIES[worst] ?? check.severity;
    return {
      check: check.id,
      title: check.title,
      category: check.category,
      tier: tierOf(severity),
      severity,
      result: resultOf(own),
      platforms: [...check.platforms],
      reads: check.reads.map((text) => text.slice(0, 300)),
      references: [...check.references],
    };
  });
}

function resultOf(findings: readonly Finding[]): HostCheckState['result'] {
  const results = new Set(findings.map(({ result }) => result));
  if (results.has('fail')) return 'fail';
  if (results.has('not_evaluated') || results.size === 0) return 'not_evaluated';
  return results.has('pass') ? 'pass' : 'not_applicable';
}
