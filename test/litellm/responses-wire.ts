/** OpenAI's `POST /v1/responses`, whole and streamed. */
import { randomUUID } from 'node:crypto';
import type { Reply } from './reply.ts';
import { argumentPieces, finishOf, piecesOf, sse, textOf, usageOf } from './reply.ts';

type Item = Record<string, unknown> & { id: string };

export function responsesBody(model: string, reply: Reply): unknown {
  const text = textOf(reply);
  return completed(model, `resp_${randomUUID()}`, reply, [
    ...(text === '' ? [] : [message(text)]),
    ...(reply.toolCalls ?? []).map(functionCall),
  ]);
}

export function* responsesEvents(model: string, reply: Reply): Generator<string> {
  let sequence = 0;
  const event = (type: string, fields: Record<string, unknown>): string => {
    sequence += 1;
    return sse({ type, sequence_number: sequence - 1, ...fields }, type);
  };
  const id = `resp_${randomUUID()}`;
  const output: Item[] = [];

  const started = { ...envelope(model, id), status: 'in_progress', output: [] };
  yield event('response.created', { response: started });
  yield event('response.in_progress', { response: started });
  if (textOf(reply) !== '') {
    const item = message(textOf(reply));
    const at = { output_index: output.length, content_index: 0, item_id: item.id };
    const part = { type: 'output_text', text: '', annotations: [] };
    yield event('response.output_item.added', {
      output_index: output.length,
      item: { ...item, status: 'in_progress', content: [] },
    });
    yield event('response.content_part.added', { ...at, part });
    for (const delta of piecesOf(reply)) yield event('response.output_text.delta', { ...at, delta });
    yield event('response.output_text.done', { ...at, text: textOf(reply) });
    yield event('response.content_part.done', { ...at, part: { ...part, text: textOf(reply) } });
    yield event('response.output_item.done', { output_index: output.length, item });
    output.push(item);
  }
  for (const call of reply.toolCalls ?? []) {
    const item = functionCall(call);
    const at = { output_index: output.length, item_id: item.id };
    yield event('response.output_item.added', {
      output_index: output.length,
      item: { ...item, status: 'in_progress', arguments: '' },
    });
    for (const delta of argumentPieces(call)) {
      yield event('response.function_call_arguments.delta', { ...at, delta });
    }
    yield event('response.function_call_arguments.done', { ...at, arguments: call.arguments });
    yield event('response.output_item.done', { output_index: output.length, item });
    output.push(item);
  }
  yield event('response.completed', { response: completed(model, id, reply, output) });
}

function envelope(model: string, id: string): Record<string, unknown> {
  return {
    id,
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    model,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
  };
}

function completed(model: string, id: string, reply: Reply, output: readonly Item[]): unknown {
  const { input, output: written, cached } = usageOf(reply);
  const cut = finishOf(reply) === 'length';
  return {
    ...envelope(model, id),
    status: cut ? 'incomplete' : 'completed',
    incomplete_details: cut ? { reason: 'max_output_tokens' } : null,
    output,
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: cached },
      output_tokens: written,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + written,
    },
  };
}

function message(text: string): Item {
  return {
    id: `msg_${randomUUID()}`,
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text, annotations: [] }],
  };
}

function functionCall(call: { id: string; name: string; arguments: string }): Item {
  return {
    id: `fc_${randomUUID()}`,
    type: 'function_call',
    status: 'completed',
    call_id: call.id,
    name: call.name,
    arguments: call.arguments,
  };
}
