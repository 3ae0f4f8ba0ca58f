import { type Outcome, refuse } from '@clawnex/shared/posture/outcome.ts';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';

const FILE_BYTES_MAX = 1_048_576;

export type PlistValue = string | number | boolean;

/** Scalar values at the top of an XML property list. The binary form is refused, not guessed at. */
export async function readPlist(
  root: RootFolder,
  path: string,
): Promise<Outcome<ReadonlyMap<string, PlistValue>>> {
  const text = await root.readText(path, FILE_BYTES_MAX);
  if (!text.ok) return text;
  if (text.value.startsWith('bplist'))
    return refuse('unreadable', `${path} is a binary property list; only the XML form is read.`);
  return { ok: true, value: parsePlist(text.value) };
}

export function parsePlist(text: string): ReadonlyMap<string, PlistValue> {
  const values = new Map<string, PlistValue>();
  const token =
    /<key>([^<]{0,200})<\/key>|<(true|false)\/>|<(string|integer|real|date)>([^<]{0,4000})<\/\3>|<(dict|array)\s{0,4}\/?>|<\/(dict|array)>/g;
  let depth = 0;
  let key: string | null = null;
  for (const [whole, name, flag, kind, content, opened, closed] of text.matchAll(token)) {
    if (opened !== undefined && !whole.endsWith('/>')) depth += 1;
    else if (closed !== undefined) depth -= 1;
    else if (name !== undefined && depth === 1) key = name;
    else if (key !== null && depth === 1) {
      if (flag !== undefined) values.set(key, flag === 'true');
      else if (kind !== undefined)
        values.set(key, kind === 'integer' || kind === 'real' ? Number(content) : (content ?? ''));
      key = null;
    }
  }
  return values;
}
