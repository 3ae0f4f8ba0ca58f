/** OpenAI's `POST /v1/chat/completions`, whole and streamed. */
import { randomUUID } from 'node:crypto';
import type { Reply } from './reply.ts';
import { argumentPieces, finishOf, piecesOf, sse, textOf, usageOf } from './reply.ts';

export function chatBody(model: string, reply: Reply): unknown {
  const calls = reply.toolCalls ?? [];
  return {
    ...head(model, 'chat.completion'),
    choices: [
      {
        index: 0,
        finish_reason: finishOf(reply),
        message: {
          role: 'assistant',
          content: textOf(reply) === '' && calls.length > 0 ? null : textOf(reply),
          ...(calls.length > 0 && {
            tool_calls: calls.map((call) => ({
              id: call.id,
              type: 'function',
              function: { name: call.name, arguments: call.arguments },
            })),
          }),
        },
      },
    ],
    usage: usage(reply),
  };
}

export function* chatEvents(model: string, reply: Reply): Generator<string> {
  const common = head(model, 'chat.completion.chunk');
  const chunk = (delta: unknown, finish: string | null = null): string =>
    sse({ ...common, choices: [{ index: 0, delta, finish_reason: finish }] });

  yield chunk({ role: 'assistant', content: '' });
  for (const piece of piecesOf(reply)) yield chunk({ content: piece });
  for (const [index, call] of (reply.toolCalls ?? []).entries()) {
    const open = { index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } };
    yield chunk({ tool_calls: [open] });
    for (const piece of argumentPieces(call)) {
      yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] });
    }
  }
  yield chunk({}, finishOf(reply));
  yield sse({ ...common, choices: [], usage: usage(reply) });
  yield 'data: [DONE]\n\n';
}

function head(model: string, object: string): Record<string, unknown> {
  return { id: `chatcmpl-${randomUUID()}`, object, created: Math.floor(Date.now() / 1000), model };
}

function usage(reply: Reply): unknown {
  const { input, output, cached } = usageOf(reply);
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
  };
}
