import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAdvisoryFolder } from '@clawnex/host-scanner/src/advisories/advisory-folder.ts';
import { compareScans, toComparable } from '@clawnex/host-scanner/src/history/compare-scans.ts';
import { compareWithLynis } from '@clawnex/host-scanner/src/lynis/compare-lynis.ts';
import { parseLynisReport } from '@clawnex/host-scanner/src/lynis/parse-report.ts';
import { toSarif } from '@clawnex/host-scanner/src/sarif.ts';
import { approveRoot, scanRoot } from '@clawnex/host-scanner/src/scan-root.ts';
import { HostSnapshot } from '@clawnex/proto/events/host.ts';
import type { Severity } from '@clawnex/proto/scan.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { Command } from 'commander';
import { StepError } from '../bring/report.ts';
import { printHostSnapshot, printLynisComparison } from './host-report.ts';
import { print, printJson } from './print.ts';

const SEVERE: readonly Severity[] = ['high', 'critical'];

interface ScanFlags {
  readonly root: string;
  readonly json?: true;
  readonly sarif?: true;
}

export function hostCommand(): Command {
  const command = new Command('host').description('How well the machine under the agents is kept');
  command
    .command('scan')
    .description('Check a machine; reads only, and connects nowhere')
    .option('--root <dir>', 'folder that stands for /', '/')
    .option('--json', 'print JSON')
    .option('--sarif', 'print a SARIF 2.1.0 log')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing of severity high or worse failed, 1 something did, 2 nothing could be evaluated. What was not evaluated is listed, and shows in the coverage.',
    )
    .action(async ({ root, json, sarif }: ScanFlags) => {
      const snapshot = await scanRoot(root, scanOptions(root));
      if (json === true) printJson(snapshot);
      else if (sarif === true) printJson(toSarif(snapshot));
      else printHostSnapshot(snapshot);
      process.exitCode = exitCodeOf(snapshot);
    });
  command
    .command('approve')
    .description('Keep the present boot files, startup files and open ports as what later scans compare with')
    .option('--root <dir>', 'folder that stands for /', '/')
    .option('--out <file>', 'where to keep it; in the home of ClawNex when not given')
    .action(async ({ root, out }: { root: string; out?: string }) => {
      const baseline = await approveRoot(root, scanOptions(root));
      if (!baseline.ok) throw new StepError(baseline.message);
      const file = out ?? join(resolvePaths().home, 'host-baseline.json');
      writeFileSync(file, JSON.stringify(baseline.value, null, 2), { mode: 0o600 });
      chmodSync(file, 0o600);
      const { boot_files, startup_files, open_ports } = baseline.value;
      print(
        `${file}: ${Object.keys(boot_files).length} boot files, ${Object.keys(startup_files).length} startup files, open ports ${open_ports.join(', ') || 'none'}.`,
      );
    });
  command
    .command('diff')
    .description('What differs between two scans that were printed with --json')
    .argument('<before>')
    .argument('<after>')
    .option('--json', 'print JSON')
    .action((before: string, after: string, { json }: { json?: true }) => {
      const change = compareScans(toComparable(readSnapshot(before)), toComparable(readSnapshot(after)));
      if (json === true) printJson(change);
      else if (change === null) print('Nothing that failed changed.');
      else
        for (const [mark, findings] of [
          ['+', change.appeared],
          ['-', change.resolved],
          ['?', change.lost_sight],
        ] as const)
          for (const { check, severity, title, subject } of findings)
            print(`${mark} ${check} ${severity} ${title} (${subject})`);
      if (change !== null && change.appeared.length > 0) process.exitCode = 1;
    });
  command
    .command('lynis')
    .description('Put a report of Lynis beside a scan: what each of the two finds that the other does not')
    .argument('[report]', 'lynis-report.dat', '/var/log/lynis-report.dat')
    .option('--root <dir>', 'folder that stands for /', '/')
    .option('--json', 'print JSON')
    .action(async (file: string, { root, json }: ScanFlags) => {
      const report = parseLynisReport(readText(file));
      if (report === null) throw new StepError(`${file} is no report of Lynis (it names no lynis_version).`);
      const snapshot = await scanRoot(root, scanOptions(root));
      const comparison = compareWithLynis(report, snapshot);
      if (json === true) printJson({ lynis: report, ...comparison });
      else printLynisComparison(report, snapshot, comparison);
    });
  return command;
}

/** Single checks that need root or data are the rule, not the exception: only a scan that saw nothing is no answer. */
function exitCodeOf({ findings, grade }: HostSnapshot): 0 | 1 | 2 {
  if (grade === undefined || grade.score === null) return 2;
  return findings.some(({ result, severity }) => result === 'fail' && SEVERE.includes(severity)) ? 1 : 0;
}

function scanOptions(root: string) {
  const { home } = resolvePaths();
  return { advisories: readAdvisoryFolder(home).sets, ...(root === '/' ? { ownHome: home } : {}) };
}

function readSnapshot(file: string): HostSnapshot {
  const parsed = HostSnapshot.safeParse(parseJson(readText(file)));
  if (!parsed.success) throw new StepError(`${file} was not printed by: clawnex host scan --json`);
  return parsed.data;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StepError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
