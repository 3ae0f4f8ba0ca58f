import { posix } from 'node:path';
import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { mergeNodes } from './merge-nodes.ts';
import type { Node, ObjectNode } from './node.ts';
import { parseText } from './parse-text.ts';

/** Real settings are some ten kilobytes. */
const FILE_BYTES_MAX = 1_048_576;
/** OpenClaw's own limit of includes in includes. */
const INCLUDE_DEPTH_MAX = 10;
/** Files of one configuration: with the depth alone, ten files of ten includes each would be 10^10 reads. */
const FILES_MAX = 64;
const INCLUDE_KEY = '$include';

export type ConfigRead =
  | { readonly ok: true; readonly node: Node; readonly files: readonly string[] }
  | { readonly ok: false; readonly missing: boolean; readonly message: string };

/** A whole configuration: the file with its includes in place. One part that cannot be read, and none of it is told. */
export async function readConfig(
  folder: RootFolder,
  file: string,
  { includes = true }: { readonly includes?: boolean } = {},
): Promise<ConfigRead> {
  const reader = new ConfigReader(folder, includes);
  const node = await reader.readFile(file, []);
  const { problem } = reader;
  if (node === null || problem !== null)
    return problem ?? { ok: false, missing: false, message: `~${file} could not be read.` };
  return { ok: true, node, files: [...reader.files] };
}

class ConfigReader {
  readonly #folder: RootFolder;
  /** Only OpenClaw's settings have them. */
  readonly #includes: boolean;
  readonly files: string[] = [];
  problem: Extract<ConfigRead, { ok: false }> | null = null;

  constructor(folder: RootFolder, includes: boolean) {
    this.#folder = folder;
    this.#includes = includes;
  }

  async readFile(file: string, chain: readonly string[]): Promise<Node | null> {
    if (chain.includes(file))
      return this.#fail(`~${file} includes itself through ${chain.map((name) => `~${name}`).join(', ')}.`);
    if (chain.length > INCLUDE_DEPTH_MAX)
      return this.#fail(`~${file} is included deeper than ${INCLUDE_DEPTH_MAX} levels.`);
    if (this.files.length === FILES_MAX)
      return this.#fail(`The configuration consists of more than ${FILES_MAX} files.`);
    this.files.push(file);
    const text = await this.#folder.readText(file, FILE_BYTES_MAX);
    if (!text.ok) return this.#fail(text.message, chain.length === 0 && text.code === 'missing');
    const parsed = parseText(text.value, file);
    if (!parsed.ok) return this.#fail(parsed.message);
    if (chain.length === 0 && parsed.node.kind !== 'object') return this.#fail(`~${file} is not an object.`);
    return this.#includes ? await this.#include(parsed.node, [...chain, file]) : parsed.node;
  }

  async #include(node: Node, chain: readonly string[]): Promise<Node | null> {
    if (node.kind === 'scalar') return node;
    if (node.kind === 'array') {
      const items: Node[] = [];
      for (const item of node.items) {
        const read = await this.#include(item, chain);
        if (read === null) return null;
        items.push(read);
      }
      return { ...node, items };
    }
    const entries = new Map<string, Node>();
    for (const [key, value] of node.entries) {
      if (key === INCLUDE_KEY) continue;
      const read = await this.#include(value, chain);
      if (read === null) return null;
      entries.set(key, read);
    }
    const own: ObjectNode = { ...node, entries };
    const include = node.entries.get(INCLUDE_KEY);
    if (include === undefined) return own;
    const included = await this.#readIncludes(include, chain);
    if (included === null) return null;
    return entries.size === 0 ? included : mergeNodes(included, own);
  }

  async #readIncludes(include: Node, chain: readonly string[]): Promise<Node | null> {
    const where = `~${include.place.file}:${include.place.line}`;
    const items = include.kind === 'array' ? include.items : [include];
    let merged: Node | null = null;
    for (const item of items) {
      if (item.kind !== 'scalar' || typeof item.value !== 'string')
        return this.#fail(`${where} ${INCLUDE_KEY} is not a file name.`);
      const file = this.#locate(item.value, include.place.file);
      if (file === null) return this.#fail(`${where} includes a file outside the home; it was not read.`);
      const read: Node | null = await this.readFile(file, chain);
      if (read === null) return null;
      merged = merged === null ? read : mergeNodes(merged, read);
    }
    return merged ?? this.#fail(`${where} ${INCLUDE_KEY} names no file.`);
  }

  /** The included file as a path below the home; relative names start at the file that includes. */
  #locate(name: string, from: string): string | null {
    if (!posix.isAbsolute(name)) {
      const path = posix.join(posix.dirname(from), name);
      // Joining stops at the top; the same steps without a top tell whether they would go beyond.
      const relative = posix.join(`.${posix.dirname(from)}`, name);
      return relative === '..' || relative.startsWith('../') ? null : path;
    }
    const below = posix.relative(this.#folder.root, name);
    return below === '..' || below.startsWith('../') ? null : `/${below}`;
  }

  #fail(message: string, missing = false): null {
    this.problem ??= { ok: false, missing, message };
    return null;
  }
}
