/** Bodies as LiteLLM 1.108 posts them, written by hand. */
export interface Message {
  readonly role: string;
  readonly content: unknown;
  readonly [key: string]: unknown;
}

let calls = 0;

/** A chat request: `texts` is every string content and text part, in order. */
export function chatRequest(messages: readonly Message[], more: object = {}) {
  calls += 1;
  return {
    input_type: 'request',
    litellm_call_id: `call-${calls}`,
    litellm_trace_id: `invented-${calls}`,
    texts: messages.flatMap(({ content }) => readTexts(content)),
    structured_messages: messages,
    images: null,
    tools: null,
    tool_calls: null,
    request_data: { user_api_key_hash: 'key-1', user_api_key_user_id: 'default_user_id' },
    request_headers: { 'user-agent': 'agent/1', authorization: '[present]' },
    litellm_version: '1.108.12',
    model: 'fake-chat',
    additional_provider_specific_params: {},
    ...more,
  };
}

export function chatAnswer(texts: readonly string[], more: object = {}) {
  calls += 1;
  return {
    input_type: 'response',
    litellm_call_id: `call-${calls}`,
    litellm_trace_id: `invented-${calls}`,
    texts,
    structured_messages: null,
    images: null,
    tools: null,
    tool_calls: null,
    request_data: { user_api_key_hash: 'key-1' },
    request_headers: { 'user-agent': 'agent/1' },
    litellm_version: '1.108.12',
    model: 'fake-chat',
    additional_provider_specific_params: {},
    ...more,
  };
}

function readTexts(content: unknown): string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: unknown) =>
    typeof part === 'object' && part !== null && 'text' in part && typeof part.text === 'string'
      ? [part.text]
      : [],
  );
}
