import { SEVERITIES, type Severity } from '@clawnex/proto/scan.ts';
import { VERSION } from '@clawnex/shared/kernel/version.ts';
import { readAcceptances, splitAccepted } from '@clawnex/trust-audit/src/acceptance/acceptances.ts';
import { buildReport, type Report } from '@clawnex/trust-audit/src/report/build-report.ts';
import { exitCodeOf } from '@clawnex/trust-audit/src/report/exit-code.ts';
import { toSarif } from '@clawnex/trust-audit/src/report/to-sarif.ts';
import { Command, Option } from 'commander';
import { StepError } from '../bring/report.ts';
import { print, printJson } from './print.ts';
import { runTrust } from './run-trust.ts';

interface Options {
  readonly home?: string;
  readonly json?: true;
  readonly sarif?: true;
  readonly threshold: Severity;
  readonly accepted?: string;
}

export function trustAuditCommand(): Command {
  return new Command('audit')
    .description(
      'Audit the settings of the agents in a home; reads only. Exit code: 0 clean, 1 findings, 2 not evaluated',
    )
    .option('--home <dir>', 'home of the user whose agents are audited; the configured one when not given')
    .addOption(new Option('--json', 'print JSON').conflicts('sarif'))
    .option('--sarif', 'print SARIF 2.1.0')
    .addOption(
      new Option('--threshold <severity>', 'from which severity on a finding fails')
        .choices(SEVERITIES)
        .default('medium'),
    )
    .option('--accepted <file>', 'file of accepted findings, as clawnex trust accept writes it')
    .action(async ({ home, json, sarif, threshold, accepted }: Options) => {
      const run = await runTrust(home, true);
      const whole = buildReport(run.home, run);
      const list =
        accepted === undefined ? { ok: true as const, value: [] } : await readAcceptances(accepted);
      if (!list.ok) throw new StepError(list.message);
      const { open, accepted: taken, reopened } = splitAccepted(whole.findings, list.value, Date.now());
      const report = { ...whole, findings: open, accepted: taken, reopened };
      if (sarif === true) printJson(toSarif(report, VERSION));
      else if (json === true) printJson(report);
      else printReport(report, taken.length);
      process.exitCode = exitCodeOf(report, threshold);
    });
}

function printReport(
  { findings, not_evaluated, passed, summary, checks_total, answers }: Report,
  accepted: number,
): void {
  for (const finding of findings) {
    print(`${finding.severity}: ${finding.title}  [${finding.check} ${finding.finding_id.slice(0, 12)}]`);
    print(`  at    ${finding.file}:${finding.line} ${finding.pointer}`);
    print(`  seen  ${finding.evidence}`);
    if (finding.paths[0] !== undefined) print(`  way   ${finding.paths[0]}`);
    print(`  fix   ${finding.fix}`);
    const trial = finding.simulation;
    if (trial !== null)
      print(
        `  tried on a copy: ${trial.clears ? 'clears it' : 'does not clear it'}, takes ${trial.removes.length} findings away, adds ${trial.adds.length}; highest risk ${trial.highest_risk_before} → ${trial.highest_risk_after}`,
      );
    print('');
  }
  if (not_evaluated.length > 0) print('Not evaluated:');
  for (const { check, subject, reason } of not_evaluated) print(`  ${check}  ${subject}  ${reason}`);
  const best = answers?.q6_choke_points[0];
  if (best !== undefined)
    print(`Best cut: ${best.from} → ${best.to} takes away ${Math.round(best.share * 100)} % of all risk.`);
  print(
    `${checks_total} checks: ${findings.length} findings, ${accepted} accepted, ${passed.length} passed, ${not_evaluated.length} not evaluated; highest risk ${summary.highest_risk ?? 'unknown'} of 100.`,
  );
}
