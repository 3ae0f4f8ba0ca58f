/** What a test wants the fake provider to say, in no provider's dialect; the *-wire files put it into one. */
export interface ToolCall {
  id: string;
  name: string;
  /** A JSON text, as OpenAI sends it. Need not be valid: a test may want it broken. */
  arguments: string;
}

export interface Reply {
  text?: string;
  /** How `text` is cut when streamed. Without it: one piece per word. Their join is the text when `text` is absent. */
  chunks?: readonly string[];
  toolCalls?: readonly ToolCall[];
  /** Anthropic's dialect and OpenAI's are derived from this. Default: tool_calls if there are any, else stop. */
  finish?: 'stop' | 'length' | 'tool_calls';
  usage?: { input: number; output: number; cached?: number };
  /** Before the first byte. */
  delayMs?: number;
  /** After each streamed event. */
  chunkDelayMs?: number;
  /** 400 and above: an error answer with `text` as its message. */
  status?: number;
}

/** Streamed tool-call arguments come in pieces of this size, as real providers cut them small. */
const ARGUMENT_PIECE_CHARS = 12;

export function textOf(reply: Reply): string {
  return reply.text ?? reply.chunks?.join('') ?? '';
}

export function piecesOf(reply: Reply): readonly string[] {
  return reply.chunks ?? textOf(reply).match(/\S+\s*|\s+/g) ?? [];
}

export function argumentPieces(call: ToolCall): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at < call.arguments.length; at += ARGUMENT_PIECE_CHARS) {
    pieces.push(call.arguments.slice(at, at + ARGUMENT_PIECE_CHARS));
  }
  return pieces;
}

export function finishOf(reply: Reply): 'stop' | 'length' | 'tool_calls' {
  return reply.finish ?? ((reply.toolCalls?.length ?? 0) > 0 ? 'tool_calls' : 'stop');
}

export function usageOf(reply: Reply): { input: number; output: number; cached: number } {
  return { input: 11, output: 7, cached: 0, ...reply.usage };
}

export function sse(data: unknown, event?: string): string {
  const name = event === undefined ? '' : `event: ${event}\n`;
  return `${name}data: ${JSON.stringify(data)}\n\n`;
}
