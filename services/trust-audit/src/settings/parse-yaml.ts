import { isCollection, isPair, isScalar, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import { buildNode, DEPTH_MAX, explainParse, type Parsed } from './build-node.ts';
import { pointerKey } from './node.ts';

/** Aliases that may be filled in: a few lines can stand for billions of values. */
const ALIASES_MAX = 50;

/** A YAML text as nodes. Only the core schema: no tag makes anything but data. */
export function parseYaml(text: string, file: string): Parsed {
  const counter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: counter, schema: 'core', logLevel: 'silent' });
    const [problem] = document.errors;
    if (problem !== undefined) return { ok: false, message: explainParse(file, 'YAML', problem) };
    const lines = new Map<string, number>();
    const visit = (node: unknown, pointer: string, depth: number): void => {
      if (!isCollection(node) || depth > DEPTH_MAX) return;
      for (const [index, item] of node.items.entries()) {
        const key = isPair(item) ? (isScalar(item.key) ? String(item.key.value) : '') : String(index);
        const value: unknown = isPair(item) ? item.value : item;
        const start = startOf(isPair(item) ? item.key : item);
        const below = `${pointer}/${pointerKey(key)}`;
        if (start !== null) lines.set(below, counter.linePos(start).line);
        visit(value, below, depth + 1);
      }
    };
    visit(document.contents, '', 0);
    const value: unknown = document.toJS({ maxAliasCount: ALIASES_MAX });
    return buildNode(value ?? {}, file, (pointer) => lines.get(pointer));
  } catch (error) {
    return { ok: false, message: explainParse(file, 'YAML', error) };
  }
}

function startOf(node: unknown): number | null {
  if (!isScalar(node) && !isCollection(node)) return null;
  const range: ParsedNode['range'] | null | undefined = node.range;
  return range?.[0] ?? null;
}
