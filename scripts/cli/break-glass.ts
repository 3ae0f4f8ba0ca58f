import { createInterface } from 'node:readline/promises';
import { BREAK_GLASS_WORDS } from '@clawnex/proto/controls/break-glass.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { Command } from 'commander';
import { StepError } from '../bring/report.ts';
import { askApi, cliUser, printPublished } from './ask-api.ts';
import { print, printJson } from './print.ts';
import { readMinutes } from './read-duration.ts';

interface LiftOptions {
  readonly reason: string;
  readonly for: string;
  readonly words?: string;
}

export function breakGlassCommand(): Command {
  const command = new Command('break-glass').description(
    'Lift enforcement for a stated time; scanning goes on',
  );
  command
    .command('lift')
    .description('Lift enforcement for 15 minutes to 4 hours')
    .requiredOption('--reason <text>', 'why: at least 10 characters')
    .option('--for <duration>', 'how long: 15m to 4h', '15m')
    .option('--words <words>', `"${BREAK_GLASS_WORDS}", for scripts; asked for otherwise`)
    .action(async ({ reason, for: length, words }: LiftOptions) => {
      const typed = words ?? (await askForWords());
      const request = { reason, minutes: readMinutes(length), words: typed, by: cliUser() };
      const { id, published } = await askApi('break_glass_lift', request);
      const { lifting } = await askApi('break_glass_get', {});
      const until = lifting?.until_ms ?? null;
      const what =
        until === null ? 'waits for a second operator' : `enforcement is lifted until ${toIso(until)}`;
      printPublished(`${id}: ${what}`, published);
    });
  command
    .command('status')
    .description('Whether enforcement is lifted, and how many calls that let pass')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { lifting, bypassed } = await askApi('break_glass_get', {});
      const isLifted = lifting?.until_ms != null && lifting.until_ms > Date.now();
      if (json === true) printJson({ lifted: isLifted, lifting, bypassed });
      else if (lifting === null) print('enforcement was not lifted');
      else {
        const until =
          lifting.until_ms === null ? 'waits for a second operator' : `until ${toIso(lifting.until_ms)}`;
        print(
          `${isLifted ? 'LIFTED' : 'not lifted now'}: ${lifting.id} by ${lifting.by}, ${until}, ${bypassed} calls bypassed`,
        );
      }
    });
  command
    .command('end')
    .description('Enforce again now')
    .argument('[id]', 'the one in force where not given')
    .action(async (given: string | undefined) => {
      const id = given ?? (await askApi('break_glass_get', {})).lifting?.id;
      if (id === undefined) throw new StepError('Enforcement is not lifted.');
      const { published } = await askApi('break_glass_end', { id, by: cliUser() });
      printPublished('enforcement is in force again', published);
    });
  return command;
}

async function askForWords(): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(`Type "${BREAK_GLASS_WORDS}" to go on: `);
  } finally {
    terminal.close();
  }
}
