import { DAEMONS, type DaemonName } from '@clawnex/proto/daemons.ts';
import type { Health } from '@clawnex/proto/health.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { Command } from 'commander';
import { connectCli } from './connect-cli.ts';
import { printJson, printTable } from './print.ts';

export interface DaemonAnswer {
  readonly daemon: DaemonName;
  /** Null when the daemon did not answer in time; `problem` says why. */
  readonly health: Health | null;
  readonly problem: string | null;
}

/** Asks every daemon how it is. */
export async function askDaemons(): Promise<DaemonAnswer[]> {
  const bus = await connectCli(resolvePaths());
  try {
    return await Promise.all(
      DAEMONS.map(async (daemon) => {
        const answer = await requestCommand(bus, daemon, 'health', {});
        return answer.ok
          ? { daemon, health: answer.value, problem: null }
          : { daemon, health: null, problem: answer.message };
      }),
    );
  } finally {
    await bus.close();
  }
}

export function statusCommand(): Command {
  return new Command('status')
    .description('Show how each daemon is; exit code 1 when one is not ready')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const answers = await askDaemons();
      if (json === true) printJson(answers);
      else printTable([['DAEMON', 'STATE', 'UPTIME', 'MEMORY', 'LAG', 'PROBLEM'], ...answers.map(toRow)]);
      if (answers.some(({ health }) => health?.state !== 'ready')) process.exitCode = 1;
    });
}

function toRow({ daemon, health, problem }: DaemonAnswer): string[] {
  if (health === null) return [daemon, 'silent', '-', '-', '-', problem ?? ''];
  const uptime_s = Math.round((health.now_ms - health.started_at_ms) / 1_000);
  const memory = `${Math.round(health.memory_bytes / 1024 ** 2)} MiB`;
  return [
    daemon,
    health.state,
    `${uptime_s} s`,
    memory,
    health.lag?.toString() ?? '-',
    health.problems.join('; '),
  ];
}
