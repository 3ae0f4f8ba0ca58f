import type { WatchStatus } from '@clawnex/proto/watch-status.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import type { Bus } from '@clawnex/shared/bus/connect.ts';

/** What it says; null with the reason when it does not. */
export type AskWatcher = () => Promise<{
  readonly status: WatchStatus | null;
  readonly reason: string | null;
}>;

/** Asks the watcher over the bus. */
export function prepareAskWatcher(bus: Bus): AskWatcher {
  return async () => {
    if (!bus.connected())
      return { status: null, reason: 'The broker is away, so the watcher cannot be asked.' };
    const answer = await requestCommand(bus, 'watcher', 'watch_status', {});
    return answer.ok ? { status: answer.value, reason: null } : { status: null, reason: answer.message };
  };
}
