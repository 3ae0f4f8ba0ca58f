import { GUARDRAIL_TEXT_LENGTH_MAX } from '@clawnex/proto/http/shield.ts';
import type { Origin } from '@clawnex/proto/scan.ts';
import type { RequestBlock, TooLarge } from './block.ts';
import type { GuardrailBody } from './guardrail-body.ts';
import { BLOCKS_MAX } from './limits.ts';
import { mapOrigins } from './map-origins.ts';
import { readMessages } from './read-messages.ts';
import { readToolCall, renderToolCall, renderToolDefinition, type ToolCall } from './tool-blocks.ts';

type SplitRequest = { ok: true; blocks: RequestBlock[]; length: number } | TooLarge;

/**
 * Splits a guardrail request into blocks with their origins: the texts first and in order, then what LiteLLM left out of
 * them, tool calls, and tool definitions. Empty texts make no block.
 */
export function splitRequest(request: GuardrailBody): SplitRequest {
  const list = new BlockList();
  const texts = request.texts ?? [];
  const toolCalls: ToolCall[] = (request.tool_calls ?? []).map(readToolCall);
  if (request.input_type === 'response') {
    for (const [index, text] of texts.entries()) list.add(text ?? '', 'assistant', index, index);
  } else {
    const conversation = readMessages(request.structured_messages ?? []);
    if (conversation.tooDeep) return { ok: false, bound: 'depth' };
    const { origins, places, unmatched } = mapOrigins(texts, conversation.utterances);
    for (const [index, text] of texts.entries()) {
      list.add(text ?? '', origins[index] ?? 'user', index, places[index] ?? null);
    }
    for (const { text, origin, place, encoded } of unmatched)
      list.addOnce(text, origin, encoded ? null : place);
    toolCalls.push(...conversation.toolCalls);
  }
  for (const call of toolCalls) list.addOnce(renderToolCall(call), 'tool_call');
  for (const tool of request.tools ?? []) {
    const rendered = renderToolDefinition(tool);
    if (!rendered.ok) return rendered;
    list.addOnce(rendered.text, 'tool_definition');
  }
  return list.close();
}

/** Blocks as they are found, with their bounds. Past a bound it takes no more. */
class BlockList {
  readonly #blocks: RequestBlock[] = [];
  readonly #seen = new Set<string>();
  #length = 0;

  add(text: string, origin: Origin, textIndex: number | null, place: number | null): void {
    if (text === '') return;
    this.#length += text.length;
    // A lone surrogate reaches the model as U+FFFD; scanning what it reads keeps hash and text the same thing.
    this.#blocks.push({ text: text.isWellFormed() ? text : text.toWellFormed(), origin, textIndex, place });
  }

  /** For blocks that the wire repeats (a call stands in the message and in the list of calls). */
  addOnce(text: string, origin: Origin, place: number | null = null): void {
    const key = `${origin}:${text}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.add(text, origin, null, place);
  }

  close(): SplitRequest {
    if (this.#blocks.length > BLOCKS_MAX) return { ok: false, bound: 'blocks' };
    if (this.#length > GUARDRAIL_TEXT_LENGTH_MAX) return { ok: false, bound: 'text_length' };
    return { ok: true, blocks: this.#blocks, length: this.#length };
  }
}
