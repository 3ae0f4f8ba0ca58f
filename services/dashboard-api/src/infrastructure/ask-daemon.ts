import type { DaemonName } from '@clawnex/proto/daemons.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import type { Bus } from '@clawnex/shared/bus/connect.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { Answer } from './presence.ts';

/** Asks a daemon how it is: ourselves directly, the others over the bus within the command's deadline. */
export async function askDaemon(context: DaemonContext, bus: Bus, daemon: DaemonName): Promise<Answer> {
  if (daemon === context.name) return { kind: 'health', health: context.health.snapshot() };
  if (!bus.connected()) return { kind: 'broker_away' };
  const answer = await requestCommand(bus, daemon, 'health', {});
  if (answer.ok) return { kind: 'health', health: answer.value };
  if (!bus.connected()) return { kind: 'broker_away' };
  return { kind: answer.code === 'unavailable' ? 'absent' : 'late' };
}
