import { START_MS } from './make-events.ts';

/** A record as LiteLLM posts it, small. */
export function litellmRecord(callId: string, parts: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: `chatcmpl-${callId}`,
    litellm_call_id: callId,
    trace_id: 'trace-1',
    status: 'success',
    call_type: 'acompletion',
    startTime: START_MS / 1_000,
    endTime: START_MS / 1_000 + 1,
    model: 'openai/fake-chat',
    model_group: 'fake-chat',
    custom_llm_provider: 'openai',
    prompt_tokens: 10,
    completion_tokens: 5,
    response_cost: 0.001,
    messages: [{ role: 'user', content: 'a text that must not be stored' }],
    metadata: { user_api_key_hash: 'hash-1' },
    ...parts,
  };
}
