import { at, type Plain, splitPointer, toPlain } from '../settings/node.ts';
import { parseText } from '../settings/parse-text.ts';
import { removeFromJson5, setInJson5 } from './edit-json5.ts';
import { editToml } from './edit-toml.ts';
import { editYaml } from './edit-yaml.ts';

export type Edited =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/**
 * A settings text with one value changed, or taken away where `value` is undefined. What comes out is read again: a text
 * that does not say what it should is refused.
 */
export function editText(text: string, file: string, pointer: string, value: Plain | undefined): Edited {
  const keys = splitPointer(pointer);
  const edited = edit(text, file, keys, value);
  const refusal = {
    ok: false,
    message: `~${file} ${pointer} cannot be changed without touching the rest.`,
  } as const;
  if (edited === null) return refusal;
  const parsed = parseText(edited, file);
  if (!parsed.ok) return refusal;
  const found = at(parsed.node, ...keys);
  const isRight = value === undefined ? true : found !== undefined && sameValue(toPlain(found), value);
  return isRight ? { ok: true, text: edited } : refusal;
}

function edit(text: string, file: string, keys: readonly string[], value: Plain | undefined): string | null {
  if (file.endsWith('.toml')) return editToml(text, keys, value);
  if (/\.ya?ml$/.test(file)) return editYaml(text, keys, value);
  if (value === undefined) return removeFromJson5(text, keys);
  return setInJson5(text.trim() === '' ? '{}\n' : text, keys, value);
}

function sameValue(a: Plain, b: Plain): boolean {
  return JSON.stringify(sortKeys(a)) === JSON.stringify(sortKeys(b));
}

function sortKeys(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]: [string, Plain]): [string, Plain] => [key, sortKeys(item)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
