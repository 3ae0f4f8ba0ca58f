import { joinPointer } from './node.ts';

/** A line `key = value` of a TOML text, with the pointer it stands for. */
export interface TomlLine {
  readonly pointer: string;
  /** From 1. */
  readonly line: number;
  /** Lines of the value: more than one for arrays and texts over several lines. */
  readonly lines: number;
}

const HEADER = /^\s*\[{1,2}([^\]]+)\]{1,2}/;

/**
 * The lines of a valid TOML text's tables and keys, by pointer: tables as their header, keys as their line. Keys inside
 * inline tables are not told; their line is that of the key before the table.
 */
export function locateToml(text: string): ReadonlyMap<string, TomlLine> {
  const found = new Map<string, TomlLine>();
  const counts = new Map<string, number>();
  const rows = text.split('\n');
  let table: string[] = [];
  for (let index = 0; index < rows.length; index += 1) {
    const row = rows[index] ?? '';
    const header = HEADER.exec(row);
    if (header?.[1] !== undefined) {
      table = splitKey(header[1]);
      if (row.trimStart().startsWith('[[')) {
        const name = joinPointer(table);
        const count = counts.get(name) ?? 0;
        counts.set(name, count + 1);
        table.push(String(count));
      }
      const pointer = joinPointer(table);
      found.set(pointer, { pointer, line: index + 1, lines: 1 });
      continue;
    }
    const equals = row.indexOf('=');
    if (equals === -1 || row.trimStart().startsWith('#')) continue;
    const pointer = joinPointer([...table, ...splitKey(row.slice(0, equals))]);
    const lines = countLines(rows, index, row.slice(equals + 1));
    found.set(pointer, { pointer, line: index + 1, lines });
    index += lines - 1;
  }
  return found;
}

/** `a."b.c".d` as its parts. */
function splitKey(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quote = '';
  for (const char of text.trim()) {
    if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
    else if (char === '.' && quote === '') {
      parts.push(part.trim());
      part = '';
    } else part += char;
  }
  parts.push(part.trim());
  return parts;
}

/** A value goes on while a bracket or a triple quote is open. */
function countLines(rows: readonly string[], first: number, start: string): number {
  const triple = /^\s*("""|''')/.exec(start)?.[1];
  if (triple !== undefined) {
    if (start.split(triple).length > 2) return 1;
    for (let index = first + 1; index < rows.length; index += 1)
      if (rows[index]?.includes(triple)) return index - first + 1;
    return rows.length - first;
  }
  let depth = depthOf(start);
  let index = first;
  while (depth > 0 && index + 1 < rows.length) {
    index += 1;
    depth += depthOf(rows[index] ?? '');
  }
  return index - first + 1;
}

function depthOf(row: string): number {
  let depth = 0;
  let quote = '';
  for (const char of row) {
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '#') break;
    else if (char === '[' || char === '{') depth += 1;
    else if (char === ']' || char === '}') depth -= 1;
  }
  return depth;
}
