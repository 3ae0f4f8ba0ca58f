import { GuardrailResponse, judgeGuardrail } from '@clawnex/proto/http/shield.ts';
import type { TestSuite } from './start-suite.ts';

/** Asks the shield about one prompt, as LiteLLM does before it calls the model. */
export async function judgePrompt(
  suite: TestSuite,
  prompt: {
    readonly call_id: string;
    readonly session: string;
    readonly text: string;
    readonly key?: string;
  },
): Promise<GuardrailResponse> {
  const answer = await fetch(`${suite.shield_url}${judgeGuardrail.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': suite.shield_token },
    body: JSON.stringify({
      input_type: 'request',
      litellm_call_id: prompt.call_id,
      litellm_trace_id: prompt.session,
      model: 'fake-chat',
      texts: [prompt.text],
      structured_messages: [{ role: 'user', content: prompt.text }],
      request_data: { user_api_key_alias: prompt.key ?? 'mail-agent' },
    }),
  });
  if (!answer.ok) throw new Error(`the shield answered ${answer.status}`);
  return GuardrailResponse.parse(await answer.json());
}
