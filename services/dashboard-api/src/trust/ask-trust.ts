import type { TrustReport, TrustWhatIf, TrustWish } from '@clawnex/proto/trust-report.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import type { Bus } from '@clawnex/shared/bus/connect.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';

type Answer<Body> = { readonly ok: true; readonly body: Body } | HttpFailure;

/** Asks the trust audit, which alone reads the agents' settings. */
export interface AskTrust {
  report(): Promise<Answer<TrustReport>>;
  whatIf(wish: TrustWish): Promise<Answer<TrustWhatIf>>;
  run(): Promise<Answer<{ snapshot_id: string; findings: number; failed: number }>>;
}

export function prepareAskTrust(bus: Bus): AskTrust {
  const away = () =>
    failure('unavailable', 'The broker is away, so the trust audit cannot be asked. See Infrastructure.');
  return {
    report: async () =>
      bus.connected() ? toAnswer(await requestCommand(bus, 'trust-audit', 'trust_report', {})) : away(),
    whatIf: async (wish) =>
      bus.connected() ? toAnswer(await requestCommand(bus, 'trust-audit', 'trust_what_if', wish)) : away(),
    run: async () =>
      bus.connected() ? toAnswer(await requestCommand(bus, 'trust-audit', 'run', {})) : away(),
  };
}

function toAnswer<Body>(
  answer: { ok: true; value: Body } | { ok: false; code: string; message: string },
): Answer<Body> {
  if (answer.ok) return { ok: true, body: answer.value };
  if (answer.code === 'timed_out') return failure('timed_out', 'The trust audit did not answer in time.');
  if (answer.code === 'conflict') return failure('conflict', answer.message);
  return failure('unavailable', 'The trust audit does not answer. See Infrastructure.');
}
