import type { CheckResult } from '@clawnex/shared/posture/check.ts';

/** Reasons named in one result; they tell the same of many places. */
const REASONS_MAX = 3;

export function notEvaluated(subject: string, reason: string): CheckResult {
  return { result: 'not_evaluated', subject, evidence: '', reason };
}

export function notApplicable(subject: string, reason: string): CheckResult {
  return { result: 'not_applicable', subject, evidence: '', reason };
}

/** One result for the places that were not seen, none where everything was. */
export function gapsOf(subject: string, gaps: readonly string[]): CheckResult[] {
  if (gaps.length === 0) return [];
  const more = gaps.length > REASONS_MAX ? ` And ${gaps.length - REASONS_MAX} more.` : '';
  return [notEvaluated(`${subject} (parts)`, gaps.slice(0, REASONS_MAX).join(' ') + more)];
}

export function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
