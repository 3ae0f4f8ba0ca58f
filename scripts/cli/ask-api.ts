import { userInfo } from 'node:os';
import type { CommandRequest, CommandResponse, CommandVerb } from '@clawnex/proto/commands.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { StepError } from '../bring/report.ts';
import { connectCli } from './connect-cli.ts';
import { print } from './print.ts';

/** Sends one command to the dashboard-api. Throws `StepError` with its own sentence when it refuses. */
export async function askApi<V extends CommandVerb>(
  verb: V,
  request: CommandRequest<V>,
): Promise<CommandResponse<V>> {
  const bus = await connectCli(resolvePaths());
  try {
    const answer = await requestCommand(bus, 'dashboard-api', verb, request);
    if (!answer.ok) throw new StepError(answer.message);
    return answer.value;
  } finally {
    await bus.close();
  }
}

/** Who sits at the machine, for the audit trail. */
export function cliUser(): string {
  return userInfo().username.slice(0, 100) || 'unknown';
}

/** Says whether the shield has heard of a change. */
export function printPublished(what: string, published: boolean): void {
  print(published ? what : `${what}; saved, and published as soon as the broker is back`);
}
