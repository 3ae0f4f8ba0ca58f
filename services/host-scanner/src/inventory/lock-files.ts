import { z } from 'zod';
import { baseName } from '../processes/agent-runtime.ts';
import { type Ecosystem, type PackageItem, pythonName } from './package-item.ts';

/** npm lock files hold the packages either by path (v2, v3) or nested by name (v1). */
const Locked = z.object({ version: z.string().max(128).optional(), link: z.boolean().optional() });
const PackageLock = z.object({
  packages: z.record(z.string(), Locked).optional(),
  dependencies: z.record(z.string(), z.object({ version: z.string().max(128) })).optional(),
});
const PipfileLock = z.object({
  default: z.record(z.string(), z.object({ version: z.string().max(128).optional() })).optional(),
});

/** The packages that a lock file pins; null where it is not of its kind. */
export function readLockFile(text: string, path: string): readonly PackageItem[] | null {
  const name = baseName(path);
  if (name === 'package-lock.json' || name === 'npm-shrinkwrap.json') return readPackageLock(text, path);
  if (name === 'Pipfile.lock') return readPipfileLock(text, path);
  if (name === 'pnpm-lock.yaml') return readPnpmLock(text, path);
  if (name === 'yarn.lock') return readYarnLock(text, path);
  return readTomlLock(text, path);
}

export function readPackageLock(text: string, path: string): readonly PackageItem[] | null {
  const lock = PackageLock.safeParse(parseJson(text));
  if (!lock.success) return null;
  const { packages, dependencies } = lock.data;
  const items = Object.entries(packages ?? {}).flatMap(([place, { version, link }]) => {
    const at = place.lastIndexOf('node_modules/');
    if (at === -1 || version === undefined || link === true) return [];
    return [pinned('npm', place.slice(at + 'node_modules/'.length), version, path)];
  });
  if (packages !== undefined) return items;
  return Object.entries(dependencies ?? {}).map(([name, { version }]) => pinned('npm', name, version, path));
}

function readPipfileLock(text: string, path: string): readonly PackageItem[] | null {
  const lock = PipfileLock.safeParse(parseJson(text));
  if (!lock.success) return null;
  return Object.entries(lock.data.default ?? {}).flatMap(([name, { version }]) =>
    version?.startsWith('==') ? [pinned('PyPI', pythonName(name), version.slice(2), path)] : [],
  );
}

/** `[[package]]` tables with `name` and `version` lines: uv, Poetry, PEP 751. */
function readTomlLock(text: string, path: string): readonly PackageItem[] {
  const items: PackageItem[] = [];
  let name: string | null = null;
  for (const line of text.split('\n')) {
    if (line.startsWith('[')) name = null;
    const [, key, value = ''] = /^(name|version)\s*=\s*"([^"]{1,200})"/.exec(line) ?? [];
    if (key === 'name') name = value;
    else if (key === 'version' && name !== null) items.push(pinned('PyPI', pythonName(name), value, path));
  }
  return items;
}

/** Keys of `packages:` are `/name@1.2.3`, `name@1.2.3(peer@2)` or, in old files, `/name/1.2.3`. */
function readPnpmLock(text: string, path: string): readonly PackageItem[] {
  return text.split('\n').flatMap((line) => {
    const match =
      /^ {2}'?\/?((?:@[\w.-]{1,100}\/)?[\w.-]{1,200})[@/](\d[\w.+-]{0,100})(?:[('_:].{0,2000})?$/.exec(
        line.trimEnd(),
      );
    return match === null ? [] : [pinned('npm', match[1] ?? '', match[2] ?? '', path)];
  });
}

/** An entry starts with its ranges at the left edge, and says its version two or more columns in. */
function readYarnLock(text: string, path: string): readonly PackageItem[] {
  const items: PackageItem[] = [];
  let name: string | null = null;
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) name = /^"?((?:@[\w.-]{1,100}\/)?[\w.-]{1,200})@/.exec(line)?.[1] ?? null;
    const version = /^\s+version:?\s+"?([\w.+-]{1,100})"?\s*$/.exec(line)?.[1];
    if (name !== null && version !== undefined) items.push(pinned('npm', name, version, path));
  }
  return items;
}

/** Exact versions in requirements, constraints, Pipfile, pyproject, package.json and Dockerfiles. Ranges say what may be installed, not what is. */
export function readRequirements(text: string, path: string): readonly PackageItem[] {
  if (baseName(path) === 'package.json') return readManifest(text, path);
  return text.split('\n').flatMap((raw) => {
    const line = raw.slice(0, LINE_LENGTH_MAX).replace(/(?:^|\s)#.*$/, '');
    const python = [...line.matchAll(PYTHON_PIN)].map(([, name = '', version = '']) =>
      pinned('PyPI', pythonName(name), version, path),
    );
    const node = /\b(?:npm|pnpm|yarn|bun|npx)\b/.test(line)
      ? [...line.matchAll(NODE_PIN)].map(([, name = '', version = '']) => pinned('npm', name, version, path))
      : [];
    return [...python, ...node];
  });
}

/** Longer lines are data. */
const LINE_LENGTH_MAX = 4_000;
const PYTHON_PIN =
  /(?:^|["'\s])([A-Za-z0-9][\w.-]{0,100})\s{0,4}(?:\[[\w, .-]{0,200}\])?["']?\s{0,4}(?:=\s{0,4}")?={2,3}\s{0,4}([\w.!+-]{1,100})/g;
const NODE_PIN = /(?:^|["'\s])((?:@[\w.-]{1,100}\/)?[\w.-]{1,200})@(\d[\w.+-]{0,100})/g;
const Manifest = z.object({
  dependencies: z.record(z.string(), z.string().catch('')).optional().catch(undefined),
  devDependencies: z.record(z.string(), z.string().catch('')).optional().catch(undefined),
});

function readManifest(text: string, path: string): readonly PackageItem[] {
  const manifest = Manifest.safeParse(parseJson(text));
  if (!manifest.success) return [];
  return Object.entries({ ...manifest.data.devDependencies, ...manifest.data.dependencies }).flatMap(
    ([name, version]) =>
      /^=?\d[\w.+-]{0,100}$/.test(version) ? [pinned('npm', name, version.replace(/^=/, ''), path)] : [],
  );
}

function pinned(ecosystem: Ecosystem, name: string, version: string, path: string): PackageItem {
  return { ecosystem, name, version, path, state: 'pinned' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
