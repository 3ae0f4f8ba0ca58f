import type { Origin } from '@clawnex/proto/scan.ts';
import { DEPTH_MAX } from './limits.ts';
import { isRecord, readToolCall, type ToolCall } from './tool-blocks.ts';

/** A text that a message holds, with the author that the message names. */
export interface Utterance {
  readonly text: string;
  readonly origin: Origin;
  /** Stands in the messages in an encoded form, so that it cannot be replaced there. */
  readonly encoded?: true;
  /** The tool that gave this back, where the messages say so. */
  readonly tool?: string | undefined;
}

/** A tool call and where it stands: between the utterances before and after it. */
interface PlacedCall extends ToolCall {
  readonly place: number;
}

interface Conversation {
  readonly utterances: readonly Utterance[];
  readonly toolCalls: readonly PlacedCall[];
  /** Contents were nested past the bound: not all of it was read. */
  readonly tooDeep: boolean;
}

const ROLE_ORIGINS: Readonly<Record<string, Origin>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  model: 'assistant',
  tool: 'tool_result',
  function: 'tool_result',
  ipython: 'tool_result',
};

/** Content parts and items whose text was fetched by a tool or read from a document, whoever's message carries them. */
const RESULT_TYPES = new Set([
  'tool_result',
  'function_call_output',
  'custom_tool_call_output',
  'computer_call_output',
  'local_shell_call_output',
  'mcp_tool_result',
  'web_search_tool_result',
  'code_execution_tool_result',
  'search_result',
  'document',
  'file',
]);
export const CALL_TYPES: ReadonlySet<string> = new Set([
  'tool_use',
  'server_tool_use',
  'mcp_tool_use',
  'function_call',
  'custom_tool_call',
]);
/** Keys under which the wire shapes put text or further parts, in reading order. */
export const TEXT_KEYS = [
  'text',
  'refusal',
  'content',
  'output',
  'source',
  'data',
  'file',
  'file_data',
] as const;

/** The head of an attached file that the model reads as text. */
const TEXT_FILE = /^data:(?:text\/[\w.+-]{1,64}|application\/(?:json|xml|yaml|javascript))(;[^,]{0,128})?,/i;

/** The text of an attached file; undefined for images, PDFs and whatever else is not text. */
function readTextFile(url: string): string | undefined {
  const head = TEXT_FILE.exec(url);
  if (head === null) return undefined;
  const rest = url.slice(head[0].length);
  if (head[1]?.toLowerCase().includes('base64') === true) return Buffer.from(rest, 'base64').toString('utf8');
  try {
    return decodeURIComponent(rest);
  } catch {
    return rest;
  }
}

/**
 * Reads messages of OpenAI's chat, Anthropic's messages and OpenAI's responses shapes into texts with their authors, in order.
 * What it does not know it looks into and skips; it never fails.
 */
export function readMessages(messages: readonly unknown[]): Conversation {
  const reader = new MessageReader();
  for (const message of messages) reader.message(message);
  return reader;
}

class MessageReader implements Conversation {
  readonly utterances: Utterance[] = [];
  readonly toolCalls: PlacedCall[] = [];
  tooDeep = false;
  /** Names of the tools that were called, by the id of the call. */
  readonly #called = new Map<string, string>();

  message(message: unknown): void {
    if (!isRecord(message)) {
      this.#content(message, 'user', 0);
      return;
    }
    const role = typeof message['role'] === 'string' ? message['role'].toLowerCase() : undefined;
    const origin = role === undefined ? 'user' : (ROLE_ORIGINS[role] ?? 'user');
    this.#content(message, origin, 0, origin === 'tool_result' ? this.#toolOf(message) : undefined);
    if (Array.isArray(message['tool_calls'])) for (const call of message['tool_calls']) this.#call(call);
    if (isRecord(message['function_call'])) this.#call(message['function_call']);
  }

  #content(content: unknown, origin: Origin, depth: number, tool?: string): void {
    if (typeof content === 'string') {
      this.utterances.push({ text: content, origin, ...(tool === undefined ? {} : { tool }) });
      return;
    }
    if (typeof content !== 'object' || content === null) return;
    if (depth > DEPTH_MAX) {
      this.tooDeep = true;
      return;
    }
    if (Array.isArray(content)) {
      for (const part of content) this.#content(part, origin, depth + 1, tool);
      return;
    }
    if (isRecord(content)) this.#part(content, origin, depth, tool);
  }

  #part(part: Record<string, unknown>, origin: Origin, depth: number, toolBefore?: string): void {
    const type = typeof part['type'] === 'string' ? part['type'] : '';
    if (CALL_TYPES.has(type)) {
      this.#call(part);
      return;
    }
    // Encoded images, sound and files are not text; what a document holds as text is.
    if (type === 'base64' || type === 'image' || type === 'image_url' || type === 'input_audio') return;
    const author = RESULT_TYPES.has(type) ? 'tool_result' : origin;
    const tool = RESULT_TYPES.has(type) ? (this.#toolOf(part) ?? toolBefore) : toolBefore;
    for (const key of TEXT_KEYS) {
      const value = part[key];
      if ((key === 'data' || key === 'file_data') && type !== 'text') {
        const text = typeof value === 'string' ? readTextFile(value) : undefined;
        if (text !== undefined) this.utterances.push({ text, origin: 'tool_result', encoded: true, tool });
        continue;
      }
      this.#content(value, author, depth + 1, tool);
    }
  }

  #call(call: unknown): void {
    const read = readToolCall(call);
    this.toolCalls.push({ ...read, place: this.utterances.length - 0.5 });
    if (!isRecord(call) || read.name === '') return;
    for (const key of ['id', 'call_id']) {
      const id = call[key];
      if (typeof id === 'string') this.#called.set(id, read.name);
    }
  }

  /** The tool whose result a message or part is: by the id of its call, or by its own name. */
  #toolOf(result: Record<string, unknown>): string | undefined {
    for (const key of ['tool_call_id', 'tool_use_id', 'call_id']) {
      const id = result[key];
      const name = typeof id === 'string' ? this.#called.get(id) : undefined;
      if (name !== undefined) return name;
    }
    return typeof result['name'] === 'string' ? result['name'] : undefined;
  }
}
