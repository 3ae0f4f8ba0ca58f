import type { CommandResponse } from '@clawnex/proto/commands.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import type { Bus } from '@clawnex/shared/bus/connect.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';

type Ran = { readonly ok: true; readonly body: CommandResponse<'run'> } | HttpFailure;
export type RunHostScan = () => Promise<Ran>;

/** Asks the host scanner of this machine for a run, and waits for its end. */
export function prepareRunHostScan(bus: Bus): RunHostScan {
  return async () => {
    if (!bus.connected())
      return failure('unavailable', 'The broker is away, so the host scanner cannot be asked.');
    const answer = await requestCommand(bus, 'host-scanner', 'run', {});
    if (answer.ok) return { ok: true, body: answer.value };
    return failure(answer.code === 'timed_out' ? 'timed_out' : 'unavailable', answer.message);
  };
}
