import type { Finding, PostureSnapshot } from '@clawnex/proto/events/posture.ts';
import { SEVERITIES } from '@clawnex/proto/scan.ts';
import { print, printJson, printTable } from './print.ts';

/** From this severity on a finding makes the command fail. */
const THRESHOLD = SEVERITIES.indexOf('high');

/** Prints a snapshot and sets the exit code: 0 clean, 1 a finding of severity high or worse, 2 could not evaluate. */
export function reportSnapshot(snapshot: PostureSnapshot, json: boolean): void {
  if (json) printJson(snapshot);
  else printSnapshot(snapshot);
  process.exitCode = exitCodeOf(snapshot.findings);
}

/** Places that could not be read do not stop a check that saw others; a check that saw nothing does. */
function exitCodeOf(findings: readonly Finding[]): 0 | 1 | 2 {
  const failed = findings.filter(({ result }) => result === 'fail');
  if (failed.some(({ severity }) => SEVERITIES.indexOf(severity) >= THRESHOLD)) return 1;
  const checks = Map.groupBy(findings, ({ check }) => check);
  const blind = [...checks.values()].some((results) =>
    results.every(({ result }) => result === 'not_evaluated'),
  );
  return blind ? 2 : 0;
}

function printSnapshot({ findings, checks_total }: PostureSnapshot): void {
  const failed = findings
    .filter(({ result }) => result === 'fail')
    .toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  for (const { severity, title, subject, evidence, fix } of failed)
    print(`${severity}: ${title}\n  at    ${subject}\n  seen  ${evidence}\n  fix   ${fix}\n`);
  const unknown = findings.filter(({ result }) => result === 'not_evaluated');
  if (unknown.length > 0) print('Not evaluated:');
  printTable(unknown.map(({ check, subject, reason }) => [`  ${check}`, subject, reason ?? '']));
  const passed = findings.filter(({ result }) => result === 'pass').length;
  print(
    `${checks_total} checks: ${failed.length} findings, ${passed} passed, ${unknown.length} not evaluated.`,
  );
}
