import JSON5 from 'json5';
import { pointerKey } from './node.ts';

/** Where a value stands in a text. Offsets are UTF-16 units; `end` is behind the last one. */
export interface Span {
  /** From 1; of the key where there is one. */
  readonly line: number;
  /** Start of the key, or of the value where it has no key. */
  readonly from: number;
  readonly start: number;
  end: number;
}

interface Frame {
  readonly kind: 'object' | 'array';
  readonly pointer: string;
  readonly span: Span;
  index: number;
  /** The key whose value comes next, and its line. */
  key: string | null;
  keyLine: number;
  keyStart: number;
}

/**
 * Where every value of a valid JSON5 text stands, by JSON pointer. One pass, no recursion. For a text that is not valid
 * the result means nothing.
 */
export function locateValues(text: string): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>([['', { line: 1, from: 0, start: 0, end: text.length }]]);
  const frames: Frame[] = [];
  let line = 1;
  let at = 0;

  const meetValue = (end: number): { pointer: string; span: Span } => {
    const frame = frames.at(-1);
    const isMember = frame?.kind === 'object' && frame.key !== null;
    const step = frame === undefined ? '' : `/${isMember ? pointerKey(frame.key ?? '') : frame.index}`;
    const pointer = `${frame?.pointer ?? ''}${step}`;
    const span = {
      line: isMember ? frame.keyLine : line,
      from: isMember ? frame.keyStart : at,
      start: at,
      end,
    };
    spans.set(pointer, span);
    if (frame !== undefined) frame.key = null;
    return { pointer, span };
  };
  const meetToken = (end: number): void => {
    const frame = frames.at(-1);
    if (frame?.kind === 'object' && frame.key === null) {
      frame.key = readKey(text.slice(at, end));
      frame.keyLine = line;
      frame.keyStart = at;
    } else meetValue(end);
  };

  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '\n') line += 1;
    if (text.startsWith('//', at)) {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end;
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      const next = end === -1 ? text.length : end + 2;
      line += countLines(text, at, next);
      at = next;
    } else if (char === '"' || char === "'") {
      const end = endOfString(text, at);
      meetToken(end);
      line += countLines(text, at, end);
      at = end;
    } else if (char === '{' || char === '[') {
      const kind = char === '{' ? 'object' : 'array';
      frames.push({ kind, ...meetValue(text.length), index: 0, key: null, keyLine: line, keyStart: at });
      at += 1;
    } else if (char === '}' || char === ']') {
      at += 1;
      const closed = frames.pop();
      if (closed !== undefined) closed.span.end = at;
    } else if (char === ',') {
      const frame = frames.at(-1);
      if (frame !== undefined) frame.index += 1;
      at += 1;
    } else if (char === ':' || /\s/.test(char)) at += 1;
    else {
      const end = endOfWord(text, at);
      meetToken(end);
      at = end;
    }
  }
  return spans;
}

function readKey(raw: string): string {
  if (!raw.startsWith('"') && !raw.startsWith("'")) return raw;
  try {
    const key: unknown = JSON5.parse(raw);
    return typeof key === 'string' ? key : raw;
  } catch {
    return raw;
  }
}

function endOfString(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '\\') at += 1;
    else if (char === quote) return at + 1;
  }
  return text.length;
}

const WORD_END = new Set([',', ':', '{', '}', '[', ']', '"', "'", '/']);

function endOfWord(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && !WORD_END.has(text.charAt(at)) && !/\s/.test(text.charAt(at))) at += 1;
  return at;
}

function countLines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
