import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { Command } from 'commander';
import { print, printJson } from './print.ts';
import { readSetupLink } from './setup-link.ts';

export function setupCommand(): Command {
  const command = new Command('setup').description('Set up the dashboard');
  command
    .command('link')
    .description(
      "Print the dashboard's address; while no operator exists, a one-time link that creates the first",
    )
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const link = await readSetupLink(resolvePaths());
      if (json === true) printJson(link);
      else print(link.url);
    });
  return command;
}
