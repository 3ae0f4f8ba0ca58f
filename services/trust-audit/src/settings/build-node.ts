import { type Node, pointerKey } from './node.ts';

/** A settings file nests some ten levels; a hostile one thousands, and walking it would exhaust the stack. */
export const DEPTH_MAX = 64;
/** Real configurations hold some hundred values. */
const VALUES_MAX = 50_000;

export type Parsed =
  | { readonly ok: true; readonly node: Node }
  | { readonly ok: false; readonly message: string };

/** Parsed data as nodes that know their file, pointer and line. `lineOf` answers undefined for what it did not see. */
export function buildNode(
  value: unknown,
  file: string,
  lineOf: (pointer: string) => number | undefined,
): Parsed {
  let count = 0;
  const build = (part: unknown, pointer: string, line: number, depth: number): Node | null => {
    count += 1;
    if (depth > DEPTH_MAX || count > VALUES_MAX) return null;
    const place = { file, pointer, line: lineOf(pointer) ?? line };
    if (Array.isArray(part)) {
      const items: Node[] = [];
      for (const [index, item] of part.entries()) {
        const node = build(item, `${pointer}/${index}`, place.line, depth + 1);
        if (node === null) return null;
        items.push(node);
      }
      return { place, kind: 'array', items };
    }
    if (typeof part === 'object' && part !== null && !(part instanceof Date)) {
      const entries = new Map<string, Node>();
      for (const [key, item] of Object.entries(part)) {
        const node = build(item, `${pointer}/${pointerKey(key)}`, place.line, depth + 1);
        if (node === null) return null;
        entries.set(key, node);
      }
      return { place, kind: 'object', entries };
    }
    const isScalar = typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean';
    const text = part instanceof Date || typeof part === 'bigint' ? String(part) : null;
    return { place, kind: 'scalar', value: isScalar ? part : text };
  };
  const node = build(value, '', 1, 0);
  if (node !== null) return { ok: true, node };
  return {
    ok: false,
    message: `~${file} is nested deeper than ${DEPTH_MAX} levels or holds more than ${VALUES_MAX} values; it was not read.`,
  };
}

/** The parser's own words, without the lines of the file that some parsers quote: these may hold secrets. */
export function explainParse(file: string, format: string, error: unknown): string {
  const message = error instanceof Error ? error.message : 'unknown error';
  return `~${file} is not valid ${format}: ${message.split('\n')[0]?.slice(0, 200) ?? ''}`;
}
