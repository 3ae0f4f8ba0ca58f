import { RecentMap } from '../recent-map.ts';
import { flattenJson } from './flatten-json.ts';
import { parseJsonObject } from './parse-json-object.ts';

/** A tool call in whichever of the wire shapes it comes. */
export interface ToolCall {
  readonly name: string;
  /** JSON text (OpenAI) or an object (Anthropic). */
  readonly arguments: unknown;
}

/** Reads a call of OpenAI's shapes (`function`, or flat) or Anthropic's (`input`); of anything else, all of it. */
export function readToolCall(call: unknown): ToolCall {
  if (!isRecord(call)) return { name: '', arguments: call ?? '' };
  const target = isRecord(call['function']) ? call['function'] : call;
  const name = typeof target['name'] === 'string' ? target['name'] : '';
  return { name, arguments: target['arguments'] ?? target['input'] ?? '' };
}

/** Strings of a schema that say what a value looks like, not what the model should do. */
const SCHEMA_WORDS = new Set(['type', '$schema', '$ref', 'format', 'name']);

/**
 * The text of a tool call: its name, then its arguments as lines without JSON's escapes. Arguments that are not JSON,
 * or are nested past the bound, are taken as they stand: nothing is lost.
 */
export function renderToolCall(call: ToolCall): string {
  if (typeof call.arguments !== 'string') return renderArguments(call);
  const key = `${call.name}\n${call.arguments}`;
  let text = rendered.get(key);
  if (text === undefined) {
    text = renderArguments(call);
    rendered.set(key, text);
  }
  return text;
}

/** Characters of calls and their texts that are kept: a history brings the same calls with every turn. */
const RENDERED_LENGTH_MAX = 8 * 1024 ** 2;
const rendered = new RecentMap<string>(RENDERED_LENGTH_MAX, (text, key) => text.length + key.length);

function renderArguments(call: ToolCall): string {
  const value = typeof call.arguments === 'string' ? parseJsonObject(call.arguments) : call.arguments;
  const flattened = value === undefined ? undefined : flattenJson(value);
  if (flattened?.ok) return [call.name, ...flattened.lines].join('\n');
  const raw = typeof call.arguments === 'string' ? call.arguments : (JSON.stringify(call.arguments) ?? '');
  return `${call.name}\n${raw}`;
}

type RenderedTool = { ok: true; text: string; name?: string } | { ok: false; bound: 'depth' | 'leaves' };

/**
 * The text of a tool's definition: name, description, and every text in its schema (descriptions, titles, defaults,
 * enumerated values), which the model reads as instructions. Built-in tools may have no `function` and no schema.
 */
export function renderToolDefinition(tool: unknown): RenderedTool {
  if (typeof tool === 'string') return { ok: true, text: tool };
  const definition = isRecord(tool) && isRecord(tool['function']) ? tool['function'] : tool;
  const name = isRecord(definition) ? (definition['name'] ?? definition['type']) : undefined;
  const flattened = flattenJson(definition, SCHEMA_WORDS);
  if (!flattened.ok) return flattened;
  if (typeof name !== 'string') return { ok: true, text: flattened.lines.join('\n') };
  return { ok: true, text: [name, ...flattened.lines].join('\n'), name };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
