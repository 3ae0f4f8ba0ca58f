import { signTrafficTag, TRAFFIC_TAG_HEADER } from '@clawnex/shared/kernel/traffic-tag.ts';
import { z } from 'zod';
import type { Probe } from './probe.ts';

/** A provider may take its time; LiteLLM with the shield down fails within seconds. */
const CALL_DEADLINE_MS = 60_000;
/** Enough for "ok"; the call costs next to nothing. */
const ANSWER_TOKENS_MAX = 5;

export interface LitellmTarget {
  readonly url: string;
  readonly key: string;
  readonly model: string;
  readonly tagKey: string;
}

export interface LitellmAnswer {
  readonly status: number;
  /** LiteLLM's id of the call, under which both records are found. */
  readonly call_id: string | null;
  readonly message: string;
}

/** Sends a probe through the proxy, as an agent would, marked as a test. Null when the proxy does not answer. */
export async function callLitellm(target: LitellmTarget, probe: Probe): Promise<LitellmAnswer | null> {
  const now = Date.now();
  try {
    const answer = await fetch(`${target.url}/v1/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${target.key}`,
        [TRAFFIC_TAG_HEADER]: signTrafficTag({ origin: 'test', time_ms: now }, target.tagKey, now),
      },
      body: JSON.stringify({
        model: target.model,
        max_tokens: ANSWER_TOKENS_MAX,
        messages: [{ role: 'user', content: probe.text }],
      }),
      signal: AbortSignal.timeout(CALL_DEADLINE_MS),
    });
    return {
      status: answer.status,
      call_id: answer.headers.get('x-litellm-call-id'),
      message: readMessage(await answer.text()),
    };
  } catch {
    return null;
  }
}

const Models = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Names of the proxy's models; null when it does not answer, or not to this key. */
export async function listModels(url: string, key: string): Promise<string[] | null> {
  try {
    const answer = await fetch(`${url}/v1/models`, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(CALL_DEADLINE_MS),
    });
    if (!answer.ok) return null;
    return Models.parse(await answer.json()).data.map(({ id }) => id);
  } catch {
    return null;
  }
}

const Failure = z.object({ error: z.object({ message: z.string() }) });

function readMessage(body: string): string {
  try {
    return Failure.parse(JSON.parse(body)).error.message.slice(0, 300);
  } catch {
    return '';
  }
}
