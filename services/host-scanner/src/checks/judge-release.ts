import { SEVERITIES } from '@clawnex/proto/scan.ts';
import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import { type BadRelease, RELEASES_KNOWN_UNTIL } from '../packages/releases.ts';

/** What a version means by the list of bad releases. An old list may say "bad", and of the rest only up to when it knows. */
export function judgeRelease(
  product: string,
  subject: string,
  version: string,
  problems: readonly BadRelease[] | null,
): CheckResult {
  const evidence = `${product} ${version} at ${subject}`;
  if (problems === null) {
    const reason = `The version ${JSON.stringify(version)} has no known form.`;
    return { result: 'not_evaluated', subject, evidence, reason };
  }
  if (problems.length === 0)
    return {
      result: 'pass',
      subject,
      evidence: `${evidence}; not in the list of bad releases, which ends on ${RELEASES_KNOWN_UNTIL}.`,
    };
  const worst = problems.toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  return {
    result: 'fail',
    subject,
    severity: worst[0]?.severity ?? 'high',
    evidence: `${evidence}: ${worst.map(({ ids, what }) => [...ids, what].join(', ')).join('; ')}`,
  };
}
