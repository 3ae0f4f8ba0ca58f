import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LINUX, scanMachine } from '../testing/machine.ts';
import { compareWithLynis } from './compare-lynis.ts';
import { parseLynisReport } from './parse-report.ts';

const REPORT = `# Lynis Report
report_datetime_start=2026-11-24 17:44:18
lynis_version=3.0.8
warning[]=PKGS-7392|Found one or more vulnerable packages.|-|-|
suggestion[]=AUTH-9262|Install a PAM module for password strength testing|-|-|
suggestion[]=BANN-7126|Add a legal banner to /etc/issue|-|-|
suggestion[]=BANN-7126|Add a legal banner to /etc/issue|-|-|
lynis_tests_done=229
report_datetime_end=2026-11-24 17:45:31
hardening_index=61
`;

test('a report of Lynis is read with its index, tests, warnings and suggestions', () => {
  const report = parseLynisReport(REPORT);
  assert.deepEqual(
    [report?.hardening_index, report?.tests_done, report?.warnings.length, report?.suggestions.length],
    [61, 229, 1, 2],
  );
  assert.equal(report?.dated_ms, Date.UTC(2026, 10, 24, 17, 45, 31));
  assert.equal(parseLynisReport('hardening_index=61\n'), null);
});

test('any text is read or refused', () => {
  fc.assert(
    fc.property(fc.string(), (text) => parseLynisReport(`lynis_version=1\n${text}`) !== undefined),
    { numRuns: 100 },
  );
});

test('a report on the scanned machine stands beside our grade, and changes nothing in it', async () => {
  const machine = { ...LINUX, 'etc/pam.d/common-password': 'password required pam_unix.so\n' };
  const alone = await scanMachine(machine);
  const beside = await scanMachine({ ...machine, 'var/log/lynis-report.dat': REPORT });
  assert.equal(beside.lynis?.hardening_index, 61);
  assert.equal(alone.lynis, undefined);
  assert.equal(beside.grade?.score, alone.grade?.score);
});

test('the comparison tells what both find, and what only one does', async () => {
  const report = parseLynisReport(REPORT);
  assert.ok(report !== null);
  const machine = { ...LINUX, 'etc/pam.d/common-password': 'x', 'home/a/.codex/auth.json': '{}' };
  const { both, only_lynis, only_ours } = compareWithLynis(report, await scanMachine(machine));
  assert.deepEqual(
    both.map((entry) => entry.test),
    ['AUTH-9262'],
  );
  assert.deepEqual(
    only_lynis.map((entry) => entry.test),
    ['PKGS-7392', 'BANN-7126'],
  );
  assert.ok(only_ours.some(({ check }) => check === 'AI-16'));
});
