import { createHash } from 'node:crypto';
import { globSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { mayTrain } from './licences.ts';
import type { Row } from './read-corpus.ts';

/** The project's installed dependencies: their versions are pinned, so that they are the same texts everywhere. */
const INSTALLED = new URL('../../../node_modules/', import.meta.url);
/** A few files show how a package writes; more are more of the same. */
const FILES_MAX = { docs: 8, code: 10 };
/** What follows in a long file is more of the same. */
const LENGTH = { least: 200, most: 6_000 };

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  os: z.array(z.string()).optional(),
  cpu: z.array(z.string()).optional(),
});

/**
 * Documents and source of the installed packages under free licences, as ordinary texts: what tools return all day. Packages made
 * for one kind of machine are left out, because another machine does not have them.
 */
export function readPackageRows(folder: URL = INSTALLED): Row[] {
  const root = folder.pathname;
  const manifests = globSync(['*/package.json', '@*/*/package.json'], { cwd: root }).sort();
  return manifests.flatMap((file) => readPackage(join(root, file, '..')));
}

function readPackage(folder: string): Row[] {
  // The project's own packages are links.
  if (lstatSync(folder).isSymbolicLink()) return [];
  const manifest = Manifest.safeParse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  if (!manifest.success || !mayTrain(manifest.data.license)) return [];
  const { name, version, license, os, cpu } = manifest.data;
  if (os || cpu) return [];
  const pick = (pattern: string, kind: keyof typeof FILES_MAX): Row[] =>
    globSync(pattern, { cwd: folder, exclude: (path) => path.includes('node_modules') })
      .sort((a, b) => hash(a).localeCompare(hash(b)))
      .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8').slice(0, LENGTH.most) }))
      .filter(({ text }) => text.length >= LENGTH.least && !text.slice(0, 2_000).split('\n').some(isMinified))
      .slice(0, FILES_MAX[kind])
      .map(({ file, text }) => ({
        id: `${name}@${version}/${file}`,
        set: `packages_${kind}`,
        text,
        label: 'benign',
        category: kind,
        origin: 'tool_result',
        source: `${name}@${version}`,
        licence: license,
      }));
  return [...pick('**/*.md', 'docs'), ...pick('**/*.{js,mjs,cjs,ts,css,json,yml,sh}', 'code')];
}

function isMinified(line: string): boolean {
  return line.length > 1_000;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
