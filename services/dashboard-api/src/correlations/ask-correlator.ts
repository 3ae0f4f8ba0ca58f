import type { CommandRequest, CommandResponse } from '@clawnex/proto/commands.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import type { Bus } from '@clawnex/shared/bus/connect.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';

type Verb = 'correlation_state' | 'try_rules';
export type AskCorrelator = <V extends Verb>(
  verb: V,
  request: CommandRequest<V>,
) => Promise<{ ok: true; value: CommandResponse<V> } | HttpFailure>;

/** Asks the correlator over the bus: rules run in one place only. */
export function prepareAskCorrelator(bus: Bus): AskCorrelator {
  return async (verb, request) => {
    if (!bus.connected())
      return failure('unavailable', 'The broker is away, so the correlator cannot be asked.');
    const answer = await requestCommand(bus, 'correlator', verb, request);
    if (answer.ok) return { ok: true, value: answer.value };
    const code = answer.code === 'timed_out' ? 'timed_out' : 'unavailable';
    return failure(code, `The correlator does not answer: ${answer.message}`.slice(0, 590));
  };
}
