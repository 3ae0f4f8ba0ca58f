import { readdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { readFailureOf, type Unreadable } from '../permissions/unreadable.ts';

export interface Homes {
  /** Existing folders, each once, with links resolved. */
  readonly homes: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

/** Finds the state folders that the patterns name. What does not exist is no problem: it may come later. */
export async function expandHomes(patterns: readonly string[], env: NodeJS.ProcessEnv): Promise<Homes> {
  const homes = new Set<string>();
  const unreadable: Unreadable[] = [];
  const user = env['HOME'] ?? homedir();
  for (const pattern of patterns) {
    const path = resolve(
      pattern === '~' || pattern.startsWith('~/') ? join(user, pattern.slice(1)) : pattern,
    );
    for (const candidate of await matchLastPart(path, unreadable)) {
      try {
        homes.add(await realpath(candidate));
      } catch (error) {
        const failure = readFailureOf(error, candidate);
        if (failure !== null) unreadable.push(failure);
      }
    }
  }
  return { homes: [...homes].sort(), unreadable };
}

/** Folders that a path with at most one `*`, in its last part, names. */
async function matchLastPart(path: string, unreadable: Unreadable[]): Promise<string[]> {
  const [prefix = '', suffix, ...more] = basename(path).split('*');
  if (suffix === undefined) return [path];
  if (more.length > 0) return [];
  const folder = dirname(path);
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(({ name }) => name.length >= prefix.length + suffix.length)
      .filter(({ name }) => name.startsWith(prefix) && name.endsWith(suffix))
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => join(folder, name));
  } catch (error) {
    const failure = readFailureOf(error, folder);
    if (failure !== null) unreadable.push(failure);
    return [];
  }
}
