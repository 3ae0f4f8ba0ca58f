import { parse } from 'smol-toml';
import { locateToml } from '../settings/locate-toml.ts';
import { joinPointer, type Plain } from '../settings/node.ts';

/** Changes one value of a TOML text; comments and order stay. Null where the text does not allow it. */
export function editToml(text: string, keys: readonly string[], value: Plain | undefined): string | null {
  const rows = text === '' ? [] : text.split('\n');
  const found = locateToml(text);
  const own = found.get(joinPointer(keys));
  const name = keys.at(-1);
  if (name === undefined) return null;
  if (own !== undefined) {
    const isHeader = /^\s*\[/.test(rows[own.line - 1] ?? '');
    if (isHeader && value !== undefined) return null;
    const count = isHeader ? tableLength(rows, own.line) : own.lines;
    rows.splice(
      own.line - 1,
      count,
      ...(value === undefined ? [] : [`${writeKey(name)} = ${writeValue(value)}`]),
    );
    return rows.join('\n');
  }
  // A part of an inline table: the whole table is written again.
  for (let depth = keys.length - 1; depth > 0; depth -= 1) {
    const outer = found.get(joinPointer(keys.slice(0, depth)));
    if (outer === undefined) continue;
    if (/^\s*\[/.test(rows[outer.line - 1] ?? '')) break;
    const current = valueAt(parse(text), keys.slice(0, depth));
    if (current === undefined) return null;
    const changed = change(current, keys.slice(depth), value);
    rows.splice(outer.line - 1, outer.lines, `${writeKey(keys[depth - 1] ?? '')} = ${writeValue(changed)}`);
    return rows.join('\n');
  }
  if (value === undefined) return null;
  const table = keys.slice(0, -1);
  const header = found.get(joinPointer(table));
  const line = `${writeKey(name)} = ${writeValue(value)}`;
  if (table.length === 0) {
    const first = rows.findIndex((row) => /^\s*\[/.test(row));
    rows.splice(first === -1 ? rows.length : first, 0, line);
  } else if (header !== undefined) rows.splice(header.line, 0, line);
  else rows.push(`[${table.map(writeKey).join('.')}]`, line, '');
  return rows.join('\n');
}

/** Lines of a table: its header and everything up to the next one. */
function tableLength(rows: readonly string[], line: number): number {
  const next = rows.findIndex((row, index) => index >= line && /^\s*\[/.test(row));
  return (next === -1 ? rows.length : next) - line + 1;
}

function writeKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key);
}

function writeValue(value: Plain): string {
  if (value === null) return '""';
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeValue).join(', ')}]`;
  const entries = Object.entries(value).map(
    ([key, item]: [string, Plain]) => `${writeKey(key)} = ${writeValue(item)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

function valueAt(value: unknown, keys: readonly string[]): Plain | undefined {
  let current: unknown = value;
  for (const key of keys) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Object.entries(current).find(([name]) => name === key)?.[1];
  }
  return toPlainValue(current);
}

function toPlainValue(value: unknown): Plain | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => toPlainValue(item) ?? null);
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlainValue(item) ?? null]));
}

function change(current: Plain, keys: readonly string[], value: Plain | undefined): Plain {
  const [key, ...rest] = keys;
  if (key === undefined) return value ?? null;
  if (Array.isArray(current)) {
    const items = [...current];
    const index = Number(key);
    if (rest.length === 0 && value === undefined) items.splice(index, 1);
    else items[index] = change(items[index] ?? {}, rest, value);
    return items;
  }
  const entries = typeof current === 'object' && current !== null ? Object.entries(current) : [];
  const kept = entries.filter(([name]) => name !== key);
  if (rest.length === 0 && value === undefined) return Object.fromEntries(kept);
  const inner = entries.find(([name]) => name === key)?.[1] ?? {};
  return Object.fromEntries([...kept, [key, change(inner, rest, value)]]);
}
