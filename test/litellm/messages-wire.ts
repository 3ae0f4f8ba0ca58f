/** Anthropic's `POST /v1/messages`, whole and streamed. */
import { randomUUID } from 'node:crypto';
import type { Reply } from './reply.ts';
import { argumentPieces, finishOf, piecesOf, sse, textOf, usageOf } from './reply.ts';

const STOP_REASON = { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use' } as const;

export function messagesBody(model: string, reply: Reply): unknown {
  const text = textOf(reply);
  return {
    ...head(model),
    content: [
      ...(text === '' ? [] : [{ type: 'text', text }]),
      ...(reply.toolCalls ?? []).map((call) => ({
        type: 'tool_use',
        id: call.id,
        name: call.name,
        input: JSON.parse(call.arguments) as unknown,
      })),
    ],
    stop_reason: STOP_REASON[finishOf(reply)],
    usage: usage(reply),
  };
}

export function* messagesEvents(model: string, reply: Reply): Generator<string> {
  const event = (type: string, fields: Record<string, unknown>): string => sse({ type, ...fields }, type);
  let index = 0;

  yield event('message_start', {
    message: { ...head(model), content: [], stop_reason: null, usage: { ...usage(reply), output_tokens: 0 } },
  });
  if (textOf(reply) !== '') {
    yield event('content_block_start', { index, content_block: { type: 'text', text: '' } });
    for (const text of piecesOf(reply)) {
      yield event('content_block_delta', { index, delta: { type: 'text_delta', text } });
    }
    yield event('content_block_stop', { index });
    index += 1;
  }
  for (const call of reply.toolCalls ?? []) {
    const block = { type: 'tool_use', id: call.id, name: call.name, input: {} };
    yield event('content_block_start', { index, content_block: block });
    for (const json of argumentPieces(call)) {
      yield event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: json } });
    }
    yield event('content_block_stop', { index });
    index += 1;
  }
  yield event('message_delta', {
    delta: { stop_reason: STOP_REASON[finishOf(reply)], stop_sequence: null },
    usage: { output_tokens: usageOf(reply).output },
  });
  yield event('message_stop', {});
}

function head(model: string): Record<string, unknown> {
  return { id: `msg_${randomUUID()}`, type: 'message', role: 'assistant', model, stop_sequence: null };
}

function usage(reply: Reply): Record<string, number> {
  const { input, output, cached } = usageOf(reply);
  return {
    // Anthropic counts cache reads beside the input, OpenAI inside it.
    input_tokens: input - cached,
    output_tokens: output,
    cache_read_input_tokens: cached,
    cache_creation_input_tokens: 0,
  };
}
