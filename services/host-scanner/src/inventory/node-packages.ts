import type { RootFolder } from '@clawnex/shared/posture/root-folder.ts';
import { z } from 'zod';
import { readPackageLock } from './lock-files.ts';
import type { PackageItem } from './package-item.ts';

/** Packages directly in one folder. Global folders hold some tens, a large project's some thousand. */
const PACKAGES_MAX = 3_000;
const MANIFEST_BYTES_MAX = 1_048_576;
const LOCK_BYTES_MAX = 32 * 1_048_576;
/** Read side by side. */
const AT_ONCE = 16;

const Manifest = z.object({ name: z.string().max(214).optional(), version: z.string().max(128) });

export interface NodePackages {
  readonly items: readonly PackageItem[];
  readonly gaps: readonly string[];
}

/** Installed packages: by the lock file that npm leaves in `node_modules`, else by each package's manifest. */
export async function readNodePackages(root: RootFolder, folders: readonly string[]): Promise<NodePackages> {
  const items: PackageItem[] = [];
  const gaps: string[] = [];
  for (const folder of folders) {
    const lock = `${folder}/.package-lock.json`;
    const text = await root.readText(lock, LOCK_BYTES_MAX);
    if (text.ok) {
      const locked = readPackageLock(text.value, lock);
      if (locked === null) gaps.push(`${lock} is not a lock file of npm.`);
      else {
        items.push(
          ...locked.map(
            (item): PackageItem => ({ ...item, path: `${folder}/${item.name}`, state: 'installed' }),
          ),
        );
        continue;
      }
    }
    const names = await namesIn(root, folder, gaps);
    for (let at = 0; at < names.length; at += AT_ONCE) {
      const read = await Promise.all(
        names.slice(at, at + AT_ONCE).map((name) => readManifest(root, folder, name)),
      );
      for (const result of read) {
        if (typeof result === 'string') gaps.push(result);
        else if (result !== null) items.push(result);
      }
    }
  }
  return { items, gaps };
}

async function namesIn(root: RootFolder, folder: string, gaps: string[]): Promise<readonly string[]> {
  const listing = await root.list(folder, PACKAGES_MAX);
  if (!listing.ok) {
    gaps.push(listing.message);
    return [];
  }
  if (listing.value.truncated)
    gaps.push(`${folder} holds more than ${PACKAGES_MAX} packages; the rest was not read.`);
  const names: string[] = [];
  for (const name of listing.value.names) {
    if (name.startsWith('.')) continue;
    if (!name.startsWith('@')) names.push(name);
    else {
      const scope = await root.list(`${folder}/${name}`, PACKAGES_MAX);
      if (scope.ok) names.push(...scope.value.names.map((inner) => `${name}/${inner}`));
    }
  }
  return names;
}

/** A package; null where there is none; a text that says why it could not be read. */
async function readManifest(
  root: RootFolder,
  folder: string,
  name: string,
): Promise<PackageItem | string | null> {
  const path = `${folder}/${name}/package.json`;
  const text = await root.readText(path, MANIFEST_BYTES_MAX);
  if (!text.ok) return text.code === 'missing' || text.code === 'wrong_kind' ? null : text.message;
  const manifest = Manifest.safeParse(parseJson(text.value));
  if (!manifest.success) return `${path} names no version.`;
  return {
    ecosystem: 'npm',
    name,
    version: manifest.data.version,
    path: `${folder}/${name}`,
    state: 'installed',
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
