import { addAcceptance, DAYS_MAX } from '@clawnex/trust-audit/src/acceptance/acceptances.ts';
import { findHit } from '@clawnex/trust-audit/src/find-hit.ts';
import { Command } from 'commander';
import { StepError } from '../bring/report.ts';
import { print } from './print.ts';
import { runTrust, scanOf } from './run-trust.ts';

interface Options {
  readonly home?: string;
  readonly file: string;
  readonly reason: string;
  readonly owner: string;
  readonly days: string;
}

export function trustAcceptCommand(): Command {
  return new Command('accept')
    .description('Accept a finding for a time; it opens again when it ends or when what was found changes')
    .argument('<finding>', 'id of a finding, its start, or a check')
    .requiredOption('--reason <text>', 'why the risk is taken')
    .requiredOption('--owner <name>', 'who takes it')
    .requiredOption('--days <number>', `for how many days, at most ${DAYS_MAX}`)
    .requiredOption('--file <file>', 'file of accepted findings; made where missing')
    .option('--home <dir>', 'home that is audited; the configured one when not given')
    .action(async (name: string, { home, file, reason, owner, days }: Options) => {
      const run = await runTrust(home, false);
      scanOf(run);
      const found = findHit(run.judged, name);
      if (!found.ok) throw new StepError(found.message);
      const added = await addAcceptance(
        file,
        { finding_id: found.hit.finding_id, state: found.hit.state, reason, owner, days: Number(days) },
        Date.now(),
      );
      if (!added.ok) throw new StepError(added.message);
      print(
        `Accepted until ${new Date(added.expires_at_ms).toISOString()}. Use it with: clawnex trust audit --accepted ${file}`,
      );
    });
}
