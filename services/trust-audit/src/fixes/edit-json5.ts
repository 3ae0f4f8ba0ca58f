import { locateValues, type Span } from '../settings/locate-values.ts';
import { joinPointer, type Plain } from '../settings/node.ts';

/** Changes one value of a JSON5 text and nothing else: comments, order and spacing stay. */
export function setInJson5(text: string, keys: readonly string[], value: Plain): string | null {
  const spans = locateValues(text);
  const exact = spans.get(joinPointer(keys));
  if (exact !== undefined) return splice(text, exact.start, exact.end, JSON.stringify(value));
  let depth = keys.length - 1;
  while (depth > 0 && !spans.has(joinPointer(keys.slice(0, depth)))) depth -= 1;
  const parent = spans.get(joinPointer(keys.slice(0, depth)));
  const [key, ...rest] = keys.slice(depth);
  if (parent === undefined || key === undefined) return null;
  const member = `${JSON.stringify(key)}: ${JSON.stringify(nest(rest, value))}`;
  const open = text.charAt(parent.start);
  if (open === '[') return null;
  // A value that is no object gives way to one.
  if (open !== '{') return splice(text, parent.start, parent.end, `{ ${member} }`);
  const inside = text.slice(parent.start + 1, parent.end - 1);
  if (inside.trim() === '') return splice(text, parent.start, parent.end, `{ ${member} }`);
  const lead = /^\s*/.exec(inside)?.[0] ?? '';
  return splice(
    text,
    parent.start + 1,
    parent.start + 1,
    `${lead === '' ? ' ' : lead}${member},${lead === '' ? ' ' : ''}`,
  );
}

/** Takes one value away with its key and its comma. */
export function removeFromJson5(text: string, keys: readonly string[]): string | null {
  const spans = locateValues(text);
  const pointer = joinPointer(keys);
  const span = spans.get(pointer);
  if (span === undefined || keys.length === 0) return null;
  const comma = nextComma(text, span.end);
  if (comma !== null) {
    const gap = /^[ \t]*(?:\r?\n)?/.exec(text.slice(comma + 1))?.[0] ?? '';
    const lineStart = text.lastIndexOf('\n', span.from - 1) + 1;
    const alone = text.slice(lineStart, span.from).trim() === '' && gap.includes('\n');
    return splice(text, alone ? lineStart : span.from, comma + 1 + (alone ? gap.length : 0), '');
  }
  // The last one: the comma before it goes, which strict JSON would not allow to stay.
  const before = previousEnd(spans, joinPointer(keys.slice(0, -1)), span);
  return splice(text, before ?? span.from, span.end, '');
}

function previousEnd(spans: ReadonlyMap<string, Span>, parent: string, span: Span): number | null {
  let end: number | null = null;
  for (const [pointer, other] of spans) {
    const isSibling = pointer.startsWith(`${parent}/`) && !pointer.slice(parent.length + 1).includes('/');
    if (isSibling && other.end <= span.from && other.end > (end ?? -1)) end = other.end;
  }
  return end;
}

/** Offset of the comma that follows, past spaces and comments; null where none does. */
function nextComma(text: string, start: number): number | null {
  let at = start;
  while (at < text.length) {
    if (text.startsWith('//', at)) {
      const end = text.indexOf('\n', at);
      at = end === -1 ? text.length : end + 1;
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      at = end === -1 ? text.length : end + 2;
    } else if (/\s/.test(text.charAt(at))) at += 1;
    else return text.charAt(at) === ',' ? at : null;
  }
  return null;
}

function nest(keys: readonly string[], value: Plain): Plain {
  return keys.reduceRight<Plain>((inner, key) => ({ [key]: inner }), value);
}

function splice(text: string, start: number, end: number, insert: string): string {
  return text.slice(0, start) + insert + text.slice(end);
}
