import type { FindingRow } from '@clawnex/proto/http/dashboard/findings.ts';
import { bySeverity, SEVERITIES_WORST_FIRST } from '../list/severity-tallies.tsx';

export type Finding = FindingRow;
type Result = Finding['result'];

/** What needs somebody comes first; what could not be looked at comes before what is fine. */
const RESULT_ORDER: Record<Result, number> = { fail: 0, not_evaluated: 1, pass: 2, not_applicable: 3 };

/** Worst first, then by what stays the same from run to run. */
export function sortFindings(rows: readonly Finding[]): readonly Finding[] {
  return [...rows].sort(
    (a, b) =>
      RESULT_ORDER[a.result] - RESULT_ORDER[b.result] ||
      bySeverity(a, b) ||
      compare(a.check, b.check) ||
      compare(a.host, b.host) ||
      compare(a.subject, b.subject),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Seen in one run only, while others were seen before: the last run brought it. */
export function isNew(finding: Finding, rows: readonly Finding[]): boolean {
  const newHere = (row: Finding) => row.first_seen === row.last_seen;
  return newHere(finding) && rows.some((row) => row.host === finding.host && !newHere(row));
}

/** The state of a host in a sentence or two. What could not be evaluated is never passed over in silence. */
export function summarizeFindings(rows: readonly Finding[]): string {
  const failed = rows.filter((row) => row.result === 'fail');
  const unseen = rows.filter((row) => row.result === 'not_evaluated').length;
  const grave = SEVERITIES_WORST_FIRST.map((severity) => ({
    severity,
    count: failed.filter((row) => row.severity === severity).length,
  })).filter(({ count }) => count > 0);
  const words = grave.slice(0, 2).map(({ severity, count }) => `${count} ${severity}`);
  const others = failed.length - grave.slice(0, 2).reduce((sum, { count }) => sum + count, 0);
  const found =
    failed.length === 0
      ? 'Nothing that was checked fails.'
      : `${words.join(' and ')}${others > 0 ? `, and ${others} lesser` : ''} to mend.`;
  if (unseen === 0) return found;
  const what = unseen === 1 ? '1 result is unknown' : `${unseen} results are unknown`;
  return `${found} ${what}: ${unseen === 1 ? 'it' : 'they'} could not be evaluated.`;
}
