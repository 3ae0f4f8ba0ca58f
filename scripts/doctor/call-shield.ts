import { GuardrailResponse, judgeGuardrail } from '@clawnex/proto/http/shield.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import { signTrafficTag, TRAFFIC_TAG_HEADER } from '@clawnex/shared/kernel/traffic-tag.ts';
import type { Probe } from './probe.ts';

const CALL_DEADLINE_MS = 10_000;

export interface ShieldTarget {
  readonly url: string;
  readonly token: string;
  readonly tagKey: string;
}

export type ShieldAnswer =
  | { readonly ok: true; readonly call_id: string; readonly action: string }
  | { readonly ok: false; readonly why: string };

/** Asks the shield as LiteLLM would, marked as a test. */
export async function callShield(target: ShieldTarget, probe: Probe): Promise<ShieldAnswer> {
  const now = Date.now();
  const call_id = newId(now);
  const tag = signTrafficTag({ origin: 'test', time_ms: now }, target.tagKey, now);
  try {
    const answer = await fetch(`${target.url}${judgeGuardrail.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': target.token },
      body: JSON.stringify({
        input_type: 'request',
        litellm_call_id: call_id,
        texts: [probe.text],
        structured_messages: [{ role: 'user', content: probe.text }],
        request_headers: { [TRAFFIC_TAG_HEADER]: tag, 'user-agent': 'clawnex-doctor' },
      }),
      signal: AbortSignal.timeout(CALL_DEADLINE_MS),
    });
    if (!answer.ok) return { ok: false, why: `it answered ${answer.status}` };
    return { ok: true, call_id, action: GuardrailResponse.parse(await answer.json()).action };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}
