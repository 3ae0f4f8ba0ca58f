import { createInterface } from 'node:readline/promises';
import { findHit } from '@clawnex/trust-audit/src/find-hit.ts';
import { simulateFix } from '@clawnex/trust-audit/src/fixes/simulate-fix.ts';
import { writeFix } from '@clawnex/trust-audit/src/fixes/write-fix.ts';
import { toFinding } from '@clawnex/trust-audit/src/report/to-finding.ts';
import { Command } from 'commander';
import { StepError } from '../bring/report.ts';
import { print } from './print.ts';
import { runTrust, scanOf } from './run-trust.ts';

export function trustFixCommand(): Command {
  return new Command('fix')
    .description('Show the change that takes a finding away and, once confirmed, write it beside a backup')
    .argument('<finding>', 'id of a finding, its start, or a check')
    .option('--home <dir>', 'home that is audited; the configured one when not given')
    .option('--yes', 'write without asking')
    .action(async (name: string, { home, yes }: { home?: string; yes?: true }) => {
      const run = await runTrust(home, false);
      const scan = scanOf(run);
      const found = findHit(run.judged, name);
      if (!found.ok) throw new StepError(found.message);
      const simulation = await simulateFix(scan, run.judged, found.hit, run.host);
      const { title, severity, trust } = await toFinding(scan, found.hit, simulation);
      print(`${severity}: ${title}`);
      for (const { op, file, pointer, before, after } of trust?.patch ?? []) {
        print(`\n${file} ${pointer} (${op})`);
        if (before !== null) print(`- ${before}`);
        if (after !== null) print(`+ ${after}`);
      }
      if (trust !== undefined && trust.side_effects !== '') print(`\n${trust.side_effects}`);
      if (simulation !== null)
        print(
          `\nTried on a copy: it takes ${simulation.removes.length} findings away and adds ${simulation.adds.length}; highest risk ${simulation.highest_risk_before} → ${simulation.highest_risk_after}.`,
        );
      if (yes !== true && !(await confirm())) {
        print('Nothing was written.');
        return;
      }
      const stamp = new Date().toISOString().replace(/[:.]/g, '-');
      const result = await writeFix(scan, found.hit, simulation, stamp);
      if (!result.ok) throw new StepError(result.message);
      for (const { file, backup } of result.written)
        print(backup === null ? `Wrote ${file}.` : `Wrote ${file}; what was there is in ${backup}.`);
      if (trust?.restart) print(`Then: ${trust.restart}`);
    });
}

/** Only a person says yes: without a terminal nothing is written unless --yes was given. */
async function confirm(): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new StepError('There is no terminal to confirm on. Add --yes to write the change.');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await lines.question('\nWrite this? [y/N] ')).trim());
  } finally {
    lines.close();
  }
}
