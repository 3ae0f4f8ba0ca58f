import { decodePath } from '@clawnex/watcher/src/decode/decode-path.ts';
import { itemLine } from '@clawnex/watcher/src/decode/item-line.ts';
import { SourceUnreadable } from '@clawnex/watcher/src/permissions/unreadable.ts';
import { Command } from 'commander';
import { report, StepError } from '../bring/report.ts';
import { printLine } from './print-line.ts';

export function watchCommand(): Command {
  const command = new Command('watch').description("What agents' session logs tell");
  command
    .command('decode')
    .description(
      'Print what session logs hold: one line of JSON for each turn, tool call, result, usage …; reads only',
    )
    .argument('<path>', "a session file, a database, a runtime's home folder, or a folder with any of these")
    .option('--json', 'print JSON lines (the only form there is)')
    .action(decode);
  return command;
}

async function decode(path: string): Promise<void> {
  try {
    for await (const { item, source } of decodePath(path, report)) {
      if (!(await printLine(JSON.stringify(itemLine(item, source))))) return;
    }
  } catch (error) {
    if (error instanceof SourceUnreadable) throw new StepError(error.unreadable.message);
    throw error;
  }
}
