import { findHit } from '@clawnex/trust-audit/src/find-hit.ts';
import { askWhatIf, readWish } from '@clawnex/trust-audit/src/what-if.ts';
import { Command } from 'commander';
import { StepError } from '../bring/report.ts';
import { print, printJson, printTable } from './print.ts';
import { runTrust, scanOf } from './run-trust.ts';

export function trustWhatIfCommand(): Command {
  return new Command('whatif')
    .description('Say what changes would come to, without making them')
    .argument('<change...>', 'findings whose change is made, or settings: telegram.dmPolicy=pairing')
    .option('--home <dir>', 'home that is audited; the configured one when not given')
    .option('--json', 'print JSON')
    .action(async (wishes: string[], { home, json }: { home?: string; json?: true }) => {
      const run = await runTrust(home, false);
      const scan = scanOf(run);
      const patches = wishes.flatMap((wish) => {
        const own = wish.includes('=') ? readWish(scan, wish) : null;
        if (own !== null) return [own];
        const found = findHit(run.judged, wish);
        if (!found.ok) throw new StepError(found.message);
        return [...found.hit.hit.fix.patches];
      });
      const answer = await askWhatIf(scan, run.judged, patches, run.host);
      if (!answer.ok) throw new StepError(answer.message);
      const { value } = answer;
      if (json === true) {
        printJson(value);
        return;
      }
      print(`Highest risk: ${value.highest_before} → ${value.highest_after}`);
      printTable(
        value.changes.map(({ label, before, after }) => [`  ${label}`, String(before), '→', String(after)]),
      );
      print(`It takes ${value.removes.length} findings away and adds ${value.adds.length}.`);
    });
}
