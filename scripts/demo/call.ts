/** A message as a client sends it to LiteLLM. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
}

export interface ToolCall {
  readonly name: string;
  readonly arguments: string;
}

/** One scripted model call: what was asked, what the model answered, and when in the demo's day. */
export interface Call {
  readonly at_ms: number;
  readonly agent: string;
  readonly session: string;
  readonly model: string;
  readonly messages: readonly Message[];
  readonly answer: string;
  readonly tool_calls: readonly ToolCall[];
  readonly duration_ms: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

/** US dollars per million tokens, in and out, of the demo's two models. Invented, of the usual size. */
export const DEMO_PRICES: Readonly<Record<string, { in_usd: number; out_usd: number }>> = {
  'demo-large': { in_usd: 3, out_usd: 15 },
  'demo-small': { in_usd: 0.25, out_usd: 1.25 },
};

/** About four characters a token: near enough for a demo's bill. */
export function countTokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}
