import type { Protocol } from '../litellm/fake-provider.ts';
import { type LitellmProxy, MASTER_KEY } from '../litellm/proxy.ts';

/** A conversation in no provider's dialect. */
export interface Conversation {
  readonly system?: string;
  readonly user: string;
  /** A tool was called before and this is what it gave back. */
  readonly tool_result?: string;
  /** Arguments of that earlier call. */
  readonly tool_arguments?: string;
}

export interface Answer {
  readonly status: number;
  /** Everything the client received, streamed or not. */
  readonly body: string;
  readonly call_id: string;
}

const MODELS: Readonly<Record<Protocol, string>> = {
  chat: 'fake-chat',
  messages: 'fake-claude',
  responses: 'fake-chat',
};
const PATHS: Readonly<Record<Protocol, string>> = {
  chat: '/v1/chat/completions',
  messages: '/v1/messages',
  responses: '/v1/responses',
};
const TOOL = { name: 'read_file', description: 'Reads a file of the workspace.' };
const SCHEMA = { type: 'object', properties: { path: { type: 'string' } } };

export interface CallOptions {
  readonly stream?: boolean;
  readonly headers?: Record<string, string>;
  /** Merged into the body, over the conversation. */
  readonly body?: object;
  readonly signal?: AbortSignal;
}

/** Calls the proxy as a real client of that protocol does. */
export function callProxy(
  proxy: LitellmProxy,
  protocol: Protocol,
  conversation: Conversation,
  options: CallOptions,
): Promise<Answer> {
  return postProxy(proxy, protocol, { ...BODIES[protocol](conversation), ...options.body }, options);
}

/** Posts a body of the test's own, with the model filled in. */
export async function postProxy(
  proxy: LitellmProxy,
  protocol: Protocol,
  body: object,
  options: CallOptions = {},
): Promise<Answer> {
  const answer = await fetch(`${proxy.url}${PATHS[protocol]}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${MASTER_KEY}`,
      ...(protocol === 'messages' ? { 'anthropic-version': '2023-06-01' } : {}),
      ...options.headers,
    },
    body: JSON.stringify({ model: MODELS[protocol], stream: options.stream ?? false, ...body }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return {
    status: answer.status,
    body: await answer.text(),
    call_id: answer.headers.get('x-litellm-call-id') ?? '',
  };
}

const BODIES: Readonly<Record<Protocol, (conversation: Conversation) => object>> = {
  chat: ({ system, user, tool_result, tool_arguments = '{"path":"notes.md"}' }) => ({
    tools: [{ type: 'function', function: { ...TOOL, parameters: SCHEMA } }],
    messages: [
      ...(system === undefined ? [] : [{ role: 'system', content: system }]),
      { role: 'user', content: [{ type: 'text', text: user }] },
      ...(tool_result === undefined
        ? []
        : [
            {
              role: 'assistant',
              content: null,
              tool_calls: [
                { id: 'call_1', type: 'function', function: { name: TOOL.name, arguments: tool_arguments } },
              ],
            },
            { role: 'tool', tool_call_id: 'call_1', content: tool_result },
          ]),
    ],
  }),
  messages: ({ system, user, tool_result, tool_arguments = '{"path":"notes.md"}' }) => ({
    max_tokens: 200,
    ...(system === undefined ? {} : { system }),
    tools: [{ ...TOOL, input_schema: SCHEMA }],
    messages: [
      { role: 'user', content: [{ type: 'text', text: user }] },
      ...(tool_result === undefined
        ? []
        : [
            {
              role: 'assistant',
              content: [
                { type: 'tool_use', id: 'toolu_1', name: TOOL.name, input: JSON.parse(tool_arguments) },
              ],
            },
            {
              role: 'user',
              content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: tool_result }],
            },
          ]),
    ],
  }),
  responses: ({ system, user, tool_result, tool_arguments = '{"path":"notes.md"}' }) => ({
    ...(system === undefined ? {} : { instructions: system }),
    tools: [{ type: 'function', ...TOOL, parameters: SCHEMA }],
    input: [
      { role: 'user', content: [{ type: 'input_text', text: user }] },
      ...(tool_result === undefined
        ? []
        : [
            { type: 'function_call', call_id: 'call_1', name: TOOL.name, arguments: tool_arguments },
            { type: 'function_call_output', call_id: 'call_1', output: tool_result },
          ]),
    ],
  }),
};
