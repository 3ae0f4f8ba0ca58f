import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import { canaryMarker } from '@clawnex/shared/policy/canary-marker.ts';
import { Command } from 'commander';
import { askApi, cliUser, printPublished } from './ask-api.ts';
import { print, printJson, printTable } from './print.ts';

export function canaryCommand(): Command {
  const command = new Command('canary').description(
    'Markers planted where only one agent reads them: seen in an answer, something leaked',
  );
  command
    .command('add')
    .description(
      'Make a marker and print it: put it into a file, memory or prompt that only this agent reads',
    )
    .requiredOption('--agent <name>', 'whose it is')
    .requiredOption('--note <text>', 'where you plant it')
    .action(async ({ agent, note }: { agent: string; note: string }) => {
      const { id, published } = await askApi('canary_add', { agent, note, by: cliUser() });
      print(markerOf(id));
      printPublished(`${id}: looked for in every answer from now on`, published);
    });
  command
    .command('list')
    .description('What is planted')
    .option('--markers', 'print the markers too')
    .option('--json', 'print JSON')
    .action(async ({ markers, json }: { markers?: true; json?: true }) => {
      const { canaries } = await askApi('canaries_get', {});
      const rows = canaries.map((canary) => ({
        ...canary,
        ...(markers === true ? { marker: markerOf(canary.id) } : {}),
      }));
      if (json === true) printJson(rows);
      else if (rows.length === 0) print('nothing is planted');
      else
        printTable(
          rows.map((row) => [
            row.id,
            row.agent,
            row.note,
            toIso(row.created_at_ms),
            'marker' in row ? (row.marker ?? '') : '',
          ]),
        );
    });
  command
    .command('end')
    .description('Forget a marker')
    .argument('<id>')
    .action(async (id: string) => {
      const { published } = await askApi('canary_end', { id, by: cliUser() });
      printPublished(`${id} is not looked for any more`, published);
    });
  return command;
}

function markerOf(id: string): string {
  return canaryMarker(id, readOrCreateSecret(resolvePaths(), 'canary.key'));
}
