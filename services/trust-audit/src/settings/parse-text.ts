import type { Parsed } from './build-node.ts';
import { parseJson5 } from './parse-json5.ts';
import { parseToml } from './parse-toml.ts';
import { parseYaml } from './parse-yaml.ts';

/** Texts whose parts are kept: a run reads the same few files again for every change that it tries. */
const KEPT_MAX = 64;
const kept = new Map<string, Parsed>();

/** A settings text in the format that its file name says. */
export function parseText(text: string, file: string): Parsed {
  const key = `${file}\n${text}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const parsed = parse(text, file);
  const oldest = kept.size < KEPT_MAX ? undefined : kept.keys().next().value;
  if (oldest !== undefined) kept.delete(oldest);
  kept.set(key, parsed);
  return parsed;
}

function parse(text: string, file: string): Parsed {
  // A byte order mark is no part of the text.
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (plain.includes('\u0000')) return { ok: false, message: `~${file} is not a text: it holds zero bytes.` };
  if (file.endsWith('.toml')) return parseToml(plain, file);
  if (/\.ya?ml$/.test(file)) return parseYaml(plain, file);
  return parseJson5(plain, file);
}
