import { GUARDRAIL_TEXT_LENGTH_MAX } from '@clawnex/proto/http/shield.ts';
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
  const toolCalls: (ToolCall & { place?: number })[] = [];
  if (request.input_type === 'response') {
    for (const [index, text] of texts.entries())
      list.add({ text: text ?? '', origin: 'assistant', textIndex: index, place: index });
  } else {
    const conversation = readMessages(request.structured_messages ?? []);
    if (conversation.tooDeep) return { ok: false, bound: 'depth' };
    const { origins, places, tools, unmatched } = mapOrigins(texts, conversation.utterances);
    for (const [index, text] of texts.entries()) {
      const [origin, place, tool] = [origins[index] ?? 'user', places[index] ?? null, tools[index]];
      list.add({ text: text ?? '', origin, textIndex: index, place, tool });
    }
    for (const { text, origin, place, encoded, tool } of unmatched)
      list.addOnce({ text, origin, textIndex: null, place: encoded ? null : place, tool });
    toolCalls.push(...conversation.toolCalls);
  }
  // The list of calls repeats those of the messages, and cannot be rewritten: theirs come first.
  toolCalls.push(...(request.tool_calls ?? []).map(readToolCall));
  for (const call of toolCalls) {
    const [text, tool, place] = [renderToolCall(call), call.name, call.place ?? null];
    list.addOnce({ text, origin: 'tool_call', textIndex: null, place, ...(tool === '' ? {} : { tool }) });
  }
  for (const tool of request.tools ?? []) {
    const rendered = renderToolDefinition(tool);
    if (!rendered.ok) return rendered;
    const { text, name } = rendered;
    list.addOnce({ text, origin: 'tool_definition', textIndex: null, place: null, tool: name });
  }
  return list.close();
}

/** Blocks as they are found, with their bounds. Past a bound it takes no more. */
class BlockList {
  readonly #blocks: RequestBlock[] = [];
  readonly #seen = new Set<string>();
  #length = 0;

  add(block: RequestBlock): void {
    const { text } = block;
    if (text === '') return;
    this.#length += text.length;
    // A lone surrogate reaches the model as U+FFFD; scanning what it reads keeps hash and text the same thing.
    this.#blocks.push(text.isWellFormed() ? block : { ...block, text: text.toWellFormed() });
  }

  /** For blocks that the wire repeats (a call stands in the message and in the list of calls). */
  addOnce(block: RequestBlock): void {
    const key = `${block.origin}:${block.text}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.add(block);
  }

  close(): SplitRequest {
    if (this.#blocks.length > BLOCKS_MAX) return { ok: false, bound: 'blocks' };
    if (this.#length > GUARDRAIL_TEXT_LENGTH_MAX) return { ok: false, bound: 'text_length' };
    return { ok: true, blocks: this.#blocks, length: this.#length };
  }
}
