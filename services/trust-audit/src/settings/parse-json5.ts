import JSON5 from 'json5';
import { locateLines } from './locate-lines.ts';
import { type Node, pointerKey } from './node.ts';

/** A settings file nests some ten levels; a hostile one thousands, and walking it would exhaust the stack. */
const DEPTH_MAX = 64;
/** Real configurations hold some hundred values. */
const VALUES_MAX = 50_000;

export type Parsed =
  | { readonly ok: true; readonly node: Node }
  | { readonly ok: false; readonly message: string };

/** A JSON5 text as nodes that know their file, pointer and line. */
export function parseJson5(text: string, file: string): Parsed {
  let value: unknown;
  try {
    value = JSON5.parse(text);
  } catch (error) {
    // The parser's own message quotes single characters and their line, never a value.
    const what = error instanceof Error ? error.message.slice(0, 200) : 'unknown error';
    return { ok: false, message: `~${file} is not valid JSON5: ${what}` };
  }
  const lines = locateLines(text);
  let count = 0;
  const build = (part: unknown, pointer: string, line: number, depth: number): Node | null => {
    count += 1;
    if (depth > DEPTH_MAX || count > VALUES_MAX) return null;
    const place = { file, pointer, line: lines.get(pointer) ?? line };
    if (Array.isArray(part)) {
      const items: Node[] = [];
      for (const [index, item] of part.entries()) {
        const node = build(item, `${pointer}/${index}`, place.line, depth + 1);
        if (node === null) return null;
        items.push(node);
      }
      return { place, kind: 'array', items };
    }
    if (typeof part === 'object' && part !== null) {
      const entries = new Map<string, Node>();
      for (const [key, item] of Object.entries(part)) {
        const node = build(item, `${pointer}/${pointerKey(key)}`, place.line, depth + 1);
        if (node === null) return null;
        entries.set(key, node);
      }
      return { place, kind: 'object', entries };
    }
    const isScalar = typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean';
    return { place, kind: 'scalar', value: isScalar ? part : null };
  };
  const node = build(value, '', 1, 0);
  if (node !== null) return { ok: true, node };
  return {
    ok: false,
    message: `~${file} is nested deeper than ${DEPTH_MAX} levels or holds more than ${VALUES_MAX} values; it was not read.`,
  };
}
