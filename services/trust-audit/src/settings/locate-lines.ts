import JSON5 from 'json5';
import { pointerKey } from './node.ts';

interface Frame {
  readonly kind: 'object' | 'array';
  readonly pointer: string;
  index: number;
  /** The key whose value comes next, and its line. */
  key: string | null;
  keyLine: number;
}

/**
 * The line of every value in a valid JSON5 text, by JSON pointer: the line of its key where it has one. One pass, no
 * recursion. For a text that is not valid the result means nothing.
 */
export function locateLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>([['', 1]]);
  const frames: Frame[] = [];
  let line = 1;
  let at = 0;

  const meetValue = (): string => {
    const frame = frames.at(-1);
    if (frame === undefined) {
      lines.set('', line);
      return '';
    }
    const isMember = frame.kind === 'object' && frame.key !== null;
    const pointer = `${frame.pointer}/${isMember ? pointerKey(frame.key ?? '') : frame.index}`;
    lines.set(pointer, isMember ? frame.keyLine : line);
    frame.key = null;
    return pointer;
  };
  const meetToken = (raw: string): void => {
    const frame = frames.at(-1);
    if (frame?.kind === 'object' && frame.key === null) {
      frame.key = readKey(raw);
      frame.keyLine = line;
    } else meetValue();
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
      meetToken(text.slice(at, end));
      line += countLines(text, at, end);
      at = end;
    } else if (char === '{' || char === '[') {
      const pointer = meetValue();
      frames.push({ kind: char === '{' ? 'object' : 'array', pointer, index: 0, key: null, keyLine: line });
      at += 1;
    } else if (char === '}' || char === ']') {
      frames.pop();
      at += 1;
    } else if (char === ',') {
      const frame = frames.at(-1);
      if (frame !== undefined) frame.index += 1;
      at += 1;
    } else if (char === ':' || /\s/.test(char)) at += 1;
    else {
      const end = endOfWord(text, at);
      meetToken(text.slice(at, end));
      at = end;
    }
  }
  return lines;
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
