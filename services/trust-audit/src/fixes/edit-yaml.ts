import { parseDocument } from 'yaml';
import type { Plain } from '../settings/node.ts';

/** Changes one value of a YAML text; comments stay. Null where the text does not allow it. */
export function editYaml(text: string, keys: readonly string[], value: Plain | undefined): string | null {
  const document = parseDocument(text, { schema: 'core', logLevel: 'silent' });
  if (document.errors.length > 0) return null;
  const path = keys.map((key, depth) =>
    document.getIn(keys.slice(0, depth)) !== undefined && /^\d+$/.test(key)
      ? toIndex(document.getIn(keys.slice(0, depth)), key)
      : key,
  );
  try {
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, document.createNode(value));
    return document.toString({ lineWidth: 0 });
  } catch {
    return null;
  }
}

/** A list is walked by numbers, a mapping by its keys, even where these look like numbers. */
function toIndex(parent: unknown, key: string): string | number {
  const isList = typeof parent === 'object' && parent !== null && parent.constructor.name === 'YAMLSeq';
  return isList ? Number(key) : key;
}
