/** What an event says, by name. Values may be nested; arrays mean "any of these". */
export type Fields = Readonly<Record<string, unknown>>;
export type FieldReader = (fields: Fields) => unknown;

/** Objects inside objects beyond this are no event's. */
const DEPTH_MAX = 8;

/** Reads a field by its name: as it stands, else along its dots. `undefined` when the event does not have it. */
export function fieldReader(name: string): FieldReader {
  const path = name.split('.');
  if (path.length === 1) return (fields) => (Object.hasOwn(fields, name) ? fields[name] : undefined);
  // Most events have no such object at all: that is known from its possible first keys.
  const beginnings = path.slice(1).map((_, end) => path.slice(0, end + 1).join('.'));
  return (fields) => {
    if (Object.hasOwn(fields, name)) return fields[name];
    for (const key of beginnings) if (Object.hasOwn(fields, key)) return walk(fields, path, 0);
    return undefined;
  };
}

function walk(from: unknown, path: readonly string[], depth: number): unknown {
  if (depth === path.length) return from;
  if (depth > DEPTH_MAX) return undefined;
  if (Array.isArray(from)) {
    const found = from.map((each) => walk(each, path, depth)).filter((each) => each !== undefined);
    return found.length === 0 ? undefined : found.flat();
  }
  if (typeof from !== 'object' || from === null) return undefined;
  // The rest of the name may be one key, as in { process: { "command.line": … } }.
  for (let end = path.length; end > depth; end -= 1) {
    const key = path.slice(depth, end).join('.');
    if (!Object.hasOwn(from, key)) continue;
    const found = walk(Reflect.get(from, key), path, end);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A value as text, the way rules compare it; null when it is none. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** A value as one line for keys and sentences. */
export function lineOf(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const lines = value.flatMap((each) => lineOf(each) ?? []);
    return lines.length === 0 ? undefined : lines.join(', ');
  }
  return textOf(value) ?? undefined;
}

/** Every text and number in an event, however deep: what keywords are looked for in. */
export function* textsIn(value: unknown, depth = 0): Generator<string> {
  const text = textOf(value);
  if (text !== null) yield text;
  else if (typeof value === 'object' && value !== null && depth < DEPTH_MAX) {
    for (const each of Object.values(value)) yield* textsIn(each, depth + 1);
  }
}
