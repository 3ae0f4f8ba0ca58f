import { STOP_KINDS, type StopKind } from '@clawnex/proto/controls/stop.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { Argument, Command } from 'commander';
import { askApi, cliUser, printPublished } from './ask-api.ts';
import { print, printJson, printTable } from './print.ts';
import { readMinutes } from './read-duration.ts';

export function containCommand(): Command {
  const command = new Command('contain').description(
    'Stop an agent, session, key, tool, skill or provider at once',
  );
  command
    .command('add')
    .description('Stop it in both modes until a stated time')
    .addArgument(new Argument('<kind>').choices(STOP_KINDS))
    .argument('<name>', 'its name, or the beginning of names with * at the end')
    .requiredOption('--reason <text>', 'why: at least 10 characters')
    .option('--for <duration>', 'how long: 30m, 4h, 2d', '1h')
    .action(
      async (kind: StopKind, name: string, { reason, for: length }: { reason: string; for: string }) => {
        const request = { kind, name, reason, minutes: readMinutes(length), by: cliUser() };
        const { id, published } = await askApi('stop_add', request);
        printPublished(`${id}: ${kind} ${name} is stopped for ${length}`, published);
      },
    );
  command
    .command('list')
    .description('What is stopped now')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { stops } = await askApi('stops_get', {});
      if (json === true) printJson(stops);
      else if (stops.length === 0) print('nothing is stopped');
      else
        printTable(
          stops.map(({ id, kind, name, until_ms, by, reason }) => [
            id,
            kind,
            name,
            toIso(until_ms),
            by,
            reason,
          ]),
        );
    });
  command
    .command('end')
    .description('End a stop before its time')
    .argument('<id>')
    .action(async (id: string) => {
      const { published } = await askApi('stop_end', { id, by: cliUser() });
      printPublished(`${id} is ended`, published);
    });
  return command;
}
