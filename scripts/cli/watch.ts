import type { WatchStatus } from '@clawnex/proto/watch-status.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { decodePath } from '@clawnex/watcher/src/decode/decode-path.ts';
import { itemLine } from '@clawnex/watcher/src/decode/item-line.ts';
import { SourceUnreadable } from '@clawnex/watcher/src/permissions/unreadable.ts';
import { Command } from 'commander';
import { report, StepError } from '../bring/report.ts';
import { connectCli } from './connect-cli.ts';
import { print, printJson, printTable } from './print.ts';
import { printLine } from './print-line.ts';
import { parseSince } from './since.ts';

export function watchCommand(): Command {
  const command = new Command('watch').description("What agents' session logs tell");
  command
    .command('decode')
    .description(
      'Print what session logs hold, one JSON line for each turn, tool call, tool result, usage …; only reads',
    )
    .argument('<path>', "a session file, a database, a runtime's home folder, or a folder with any of these")
    .option('--json', 'print JSON lines (the only form there is)')
    .action(decode);
  command
    .command('status')
    .description('What is watched, how far it was read, and what cannot be read')
    .option('--json', 'print JSON')
    .action(status);
  command
    .command('rescan')
    .description(
      'Scan session logs again, as after a change of rules; findings that are known are not told again',
    )
    .requiredOption('--since <age>', 'how far back: 30d, 12h, 45m, or a date like 2026-11-01')
    .action(rescan);
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

async function status({ json }: { json?: true }): Promise<void> {
  const answer = await ask('watch_status', {});
  if (json === true) printJson(answer);
  else printStatus(answer);
  if (answer.unreadable.length > 0) process.exitCode = 1;
}

function printStatus(answer: WatchStatus): void {
  const { sources, unreadable, bytes, rows, rescan } = answer;
  print(
    `${answer.sources_total} sources; read ${bytes.done} of ${bytes.total} bytes (${speed(bytes, 'bytes')}), ${rows.done} of ${rows.total} rows (${speed(rows, 'rows')})`,
  );
  if (rescan !== null) {
    print(
      `scanning again since ${toIso(rescan.since_ms)}: ${rescan.sources_left} of ${rescan.sources} sources left`,
    );
  }
  printTable([
    ['RUNTIME', 'AGENT', 'DONE', 'TOTAL', 'UNIT', 'PATH'],
    ...sources.map((row) => [row.runtime, row.agent, known(row.done), known(row.total), row.unit, row.path]),
  ]);
  for (const { message } of unreadable) report(message);
}

function speed({ per_second, left_s }: WatchStatus['bytes'], unit: string): string {
  if (left_s === 0) return 'all';
  return per_second === null ? 'speed unknown' : `${per_second} ${unit}/s, ${left_s ?? '?'} s left`;
}

function known(amount: number | null): string {
  return amount === null ? 'unknown' : String(amount);
}

async function rescan({ since }: { since: string }): Promise<void> {
  const since_ms = parseSince(since, Date.now());
  if (since_ms === null) {
    throw new StepError(
      `--since ${since} is no age: give it like 30d, 12h, 45m, or as a date like 2026-11-01.`,
    );
  }
  const answer = await ask('rescan', { since_ms });
  print(`Scanning again what changed since ${toIso(answer.since_ms)}. How far it is: clawnex watch status`);
}

async function ask<V extends 'watch_status' | 'rescan'>(
  verb: V,
  request: Parameters<typeof requestCommand<V>>[3],
) {
  const bus = await connectCli(resolvePaths());
  try {
    const answer = await requestCommand(bus, 'watcher', verb, request);
    if (!answer.ok) throw new StepError(answer.message);
    return answer.value;
  } finally {
    await bus.close();
  }
}
