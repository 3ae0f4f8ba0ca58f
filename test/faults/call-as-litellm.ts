import { setTimeout as sleep } from 'node:timers/promises';
import { receiveLogs } from '@clawnex/proto/http/ingest.ts';
import { judgeGuardrail } from '@clawnex/proto/http/shield.ts';
import type { TestSuite } from '../suite/start-suite.ts';

/** As the generated configuration tells LiteLLM: records are sent again, with growing pauses, while ingest is away. */
const LOG_TRIES = 12;
const LOG_PAUSE_MS = 250;

/** One whole call as LiteLLM makes it: prompt judged, answer judged, record delivered. */
export async function callAsLitellm(suite: TestSuite, call_id: string, session: string): Promise<void> {
  await judge(suite, call_id, session, 'request', `Please file invoice ${call_id} under paid.`);
  await judge(suite, call_id, session, 'response', `Invoice ${call_id} is filed.`);
  await deliverLog(suite, call_id, session);
}

async function judge(
  suite: TestSuite,
  call_id: string,
  session: string,
  input_type: 'request' | 'response',
  text: string,
): Promise<void> {
  const answer = await fetch(`${suite.shield_url}${judgeGuardrail.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': suite.shield_token },
    body: JSON.stringify({
      input_type,
      litellm_call_id: call_id,
      litellm_trace_id: session,
      texts: [text],
      structured_messages: input_type === 'request' ? [{ role: 'user', content: text }] : null,
      request_data: { user_api_key_alias: 'invoice-agent' },
    }),
  });
  if (!answer.ok) throw new Error(`the shield answered ${answer.status}`);
  await answer.arrayBuffer();
}

async function deliverLog(suite: TestSuite, call_id: string, session: string): Promise<void> {
  const now_s = Date.now() / 1_000;
  const record = {
    id: `answer-${call_id}`,
    litellm_call_id: call_id,
    trace_id: session,
    status: 'success',
    call_type: 'acompletion',
    model: 'openai/fake-chat',
    startTime: now_s - 1,
    endTime: now_s,
    prompt_tokens: 11,
    completion_tokens: 7,
    response_cost: 0.000_025,
    metadata: { user_api_key_alias: 'invoice-agent' },
  };
  for (let tried = 1; ; tried += 1) {
    try {
      const answer = await fetch(`${suite.ingest_url}${receiveLogs.path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${suite.ingest_token}` },
        body: JSON.stringify(record),
      });
      await answer.arrayBuffer();
      if (answer.ok) return;
      if (tried >= LOG_TRIES) throw new Error(`ingest answered ${answer.status}`);
    } catch (error) {
      if (tried >= LOG_TRIES) throw error;
    }
    await sleep(LOG_PAUSE_MS * tried);
  }
}
