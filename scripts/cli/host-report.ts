import type { LynisComparison } from '@clawnex/host-scanner/src/lynis/compare-lynis.ts';
import type { HostSnapshot, LynisReport } from '@clawnex/proto/events/host.ts';
import { SEVERITIES } from '@clawnex/proto/scan.ts';
import { print, printTable } from './print.ts';

/** A host scan for people: what to do first, what is unknown, what is vulnerable, and the grade with its formula. */
export function printHostSnapshot(snapshot: HostSnapshot): void {
  const { findings, checks = [], grade, vulnerabilities = [], advisories = [] } = snapshot;
  const failed = findings
    .filter(({ result }) => result === 'fail')
    .toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity));
  for (const { check, severity, title, subject, evidence, fix } of failed)
    print(`${severity} ${check}: ${title}\n  at    ${subject}\n  seen  ${evidence}\n  fix   ${fix}\n`);
  const unknown = findings.filter(({ result }) => result === 'not_evaluated');
  if (unknown.length > 0) print('Not evaluated:');
  printTable(unknown.map(({ check, subject, reason }) => [`  ${check}`, subject, reason ?? '']));
  if (vulnerabilities.length > 0) print('\nKnown vulnerabilities, exploited ones first:');
  printTable(
    vulnerabilities.map(({ advisory, severity, exploited, package: name, version, fixed, path }) => [
      `  ${advisory}`,
      exploited ? 'exploited' : severity,
      `${name} ${version}`,
      fixed === null ? '' : `fixed in ${fixed}`,
      path,
    ]),
  );
  print('\nAdvisories:');
  printTable(
    advisories.map(({ name, dated_ms, age, advisories: count, signed_by }) => [
      `  ${name}`,
      `${count} advisories`,
      `up to ${new Date(dated_ms).toISOString().slice(0, 10)} (${age})`,
      signed_by === null ? '' : `signed by ${signed_by}`,
    ]),
  );
  if (grade === undefined) return;
  print('\nBy category:');
  printTable(
    grade.categories.map(({ category, score, passed, failed: bad, not_evaluated, not_applicable }) => [
      `  ${category}`,
      score === null ? 'no score' : `${score}`,
      `${passed} passed, ${bad} failed, ${not_evaluated} not evaluated, ${not_applicable} not applicable`,
    ]),
  );
  for (const { at, why } of grade.caps) print(`Capped at ${at}: ${why}.`);
  print(`\n${checks.length} checks. ${grade.formula}`);
  print(grade.score === null ? 'Grade: none.' : `Grade: ${grade.letter} (${grade.score} of 100).`);
}

/** Two grades are shown side by side and never mixed: they count other things. */
export function printLynisComparison(
  report: LynisReport,
  { started_at_ms, ended_at_ms, grade, checks = [] }: HostSnapshot,
  { both, only_lynis, only_ours }: LynisComparison,
): void {
  print(
    `Lynis ${report.lynis_version}: ${report.tests_done} tests, hardening index ${report.hardening_index ?? 'unknown'}.`,
  );
  print(
    `ClawNex: ${checks.length} checks in ${((ended_at_ms - started_at_ms) / 1_000).toFixed(1)} s, score ${grade?.score ?? 'none'}, coverage ${grade?.coverage_percent ?? 0} %.`,
  );
  print('\nBoth find:');
  printTable(both.map(({ test, check, text }) => [`  ${test}`, check ?? '', text]));
  print('\nOnly Lynis:');
  printTable(
    only_lynis.map(({ test, check, result, text }) => [
      `  ${test}`,
      check === null ? 'not looked at' : `${check} ${result}`,
      text,
    ]),
  );
  print('\nOnly ClawNex:');
  printTable(only_ours.map(({ check, severity, title }) => [`  ${check}`, severity, title]));
}
