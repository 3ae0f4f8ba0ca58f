import type { Severity } from '@clawnex/proto/scan.ts';
import type { CheckResult } from '@clawnex/shared/posture/check.ts';
import type { Outcome } from '@clawnex/shared/posture/outcome.ts';

/** Reasons named in one result; they tell the same of many places. */
const REASONS_MAX = 3;
/** Places named in one result. */
const NAMED_MAX = 6;

export function pass(subject: string, evidence: string): CheckResult {
  return { result: 'pass', subject, evidence };
}

export function fail(
  subject: string,
  evidence: string,
  more: { readonly severity?: Severity; readonly fix?: string } = {},
): CheckResult {
  return { result: 'fail', subject, evidence, ...more };
}

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

/** For what could not be read: what is missing does not apply, everything else is unknown. */
export function unread(subject: string, outcome: Extract<Outcome<never>, { ok: false }>): CheckResult {
  return outcome.code === 'missing'
    ? notApplicable(subject, outcome.message)
    : notEvaluated(subject, outcome.message);
}

/** The first few of a list, and how many more there are. */
export function nameSome(items: readonly string[], joint = '; '): string {
  const more = items.length > NAMED_MAX ? [`and ${items.length - NAMED_MAX} more`] : [];
  return [...items.slice(0, NAMED_MAX), ...more].join(joint);
}

export function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
