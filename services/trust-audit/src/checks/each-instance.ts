import type { Severity } from '@clawnex/proto/scan.ts';
import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { JudgedInstance, TrustFacts } from '../facts.ts';
import { type Judgement, subjectOf } from '../openclaw/judgement.ts';

const RESULTS = { safe: 'pass', weak: 'fail', absent: 'not_applicable', unknown: 'not_evaluated' } as const;

/** A check's results for every instance; instances that could not be read are not evaluated. */
export function forEachInstance(
  facts: TrustFacts,
  keys: readonly string[],
  evaluate: (judged: JudgedInstance) => readonly CheckResult[],
): CheckResult[] {
  const results: CheckResult[] = facts.judged.flatMap((judged) => [...evaluate(judged)]);
  for (const { instance, reason } of facts.unread)
    results.push({ result: 'not_evaluated', subject: subjectOf(instance, keys), evidence: '', reason });
  for (const gap of facts.gaps)
    results.push({ result: 'not_evaluated', subject: 'the home', evidence: '', reason: gap });
  return results.length > 0 ? results : [noInstance()];
}

export function noInstance(): CheckResult {
  const reason = 'There is no OpenClaw state folder (~/.openclaw, ~/.openclaw-*) in this home.';
  return { result: 'not_applicable', subject: '~/.openclaw', evidence: '', reason };
}

export function toResult(
  { instance }: JudgedInstance,
  judgement: Judgement,
  severity: Severity,
  fix?: string,
): CheckResult {
  const { state, keys, evidence, reason } = judgement;
  const chosenFix = judgement.fix ?? fix;
  return {
    result: RESULTS[state],
    subject: subjectOf(instance, keys),
    severity,
    evidence,
    ...(reason === undefined ? {} : { reason }),
    ...(chosenFix === undefined ? {} : { fix: chosenFix }),
  };
}
