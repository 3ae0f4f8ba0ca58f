import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { Command } from 'commander';
import { StepError } from '../bring/report.ts';
import { playDemo } from '../demo/play.ts';
import { connectCli } from './connect-cli.ts';
import { print } from './print.ts';

/** Everyone who keeps demo rows of their own. */
const KEEPERS = ['ingest', 'correlator', 'dashboard-api'] as const;

export function demoCommand(): Command {
  const command = new Command('demo').description(
    'A scripted fleet, marked as demo and never counted as real',
  );
  command
    .command('play')
    .description('Play a day of five agents through the shield and the log callback')
    .action(async () => await playDemo(resolvePaths()));
  command
    .command('purge')
    .description('Remove everything the demo left')
    .action(async () => {
      const bus = await connectCli(resolvePaths());
      try {
        let rows = 0;
        for (const daemon of KEEPERS) {
          const answer = await requestCommand(bus, daemon, 'purge_demo', {});
          if (!answer.ok)
            throw new StepError(
              `${daemon} did not purge: ${answer.message} Run this again when it is ready.`,
            );
          rows += answer.value.rows;
        }
        print(`${rows} rows of the demo removed`);
      } finally {
        await bus.close();
      }
    });
  return command;
}
