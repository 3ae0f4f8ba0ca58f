/** One difference between two documents: the path, and both values as JSON text; null where there is none. */
export interface Difference {
  readonly where: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Differences past this are a new document, and not read one by one. */
const DIFFERENCES_MAX = 200;
const VALUE_LENGTH_MAX = 300;

/** Every place where two documents of JSON differ, in the order of their fields. */
export function diffDocuments(before: unknown, after: unknown): Difference[] {
  const found: Difference[] = [];
  compare(before, after, '', found);
  return found.slice(0, DIFFERENCES_MAX);
}

export function printDifference({ where, before, after }: Difference): string {
  if (before === null) return `+ ${where}: ${after}`;
  if (after === null) return `- ${where}: ${before}`;
  return `~ ${where}: ${before} -> ${after}`;
}

function compare(before: unknown, after: unknown, where: string, found: Difference[]): void {
  if (found.length > DIFFERENCES_MAX || Object.is(before, after)) return;
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    const old = new Map(Object.entries(before));
    const now = new Map(Object.entries(after));
    for (const key of new Set([...old.keys(), ...now.keys()])) {
      const place = Array.isArray(after) ? `${where}[${key}]` : where === '' ? key : `${where}.${key}`;
      compare(old.get(key), now.get(key), place, found);
    }
    return;
  }
  const [one, other] = [show(before), show(after)];
  if (one !== other) found.push({ where, before: one, after: other });
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string | null {
  return value === undefined ? null : (JSON.stringify(value) ?? '').slice(0, VALUE_LENGTH_MAX);
}
