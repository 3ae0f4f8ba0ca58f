import { readdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { readFailureOf, type Unreadable } from '../permissions/unreadable.ts';

/** Folders that one pattern may name. Bounds what a folder full of folders can cost. */
const MATCHES_MAX = 1_000;

export interface Homes {
  /** Existing folders, each once, with links resolved. */
  readonly homes: readonly string[];
  readonly unreadable: readonly Unreadable[];
}

/**
 * Finds the state folders that the patterns name; a `*` may stand in any part. What does not exist is no problem: it may
 * come later. Whether something lies inside a folder that may not be entered, nobody can tell: that is no problem either.
 */
export async function expandHomes(patterns: readonly string[], env: NodeJS.ProcessEnv): Promise<Homes> {
  const homes = new Set<string>();
  const unreadable: Unreadable[] = [];
  const user = env['HOME'] ?? homedir();
  for (const pattern of patterns) {
    const path = resolve(
      pattern === '~' || pattern.startsWith('~/') ? join(user, pattern.slice(1)) : pattern,
    );
    const guesses = path.includes('*');
    for (const candidate of await matchParts(path)) {
      try {
        homes.add(await realpath(candidate));
      } catch (error) {
        const failure = readFailureOf(error, candidate);
        if (failure !== null && !guesses) unreadable.push(failure);
      }
    }
  }
  return { homes: [...homes].sort(), unreadable };
}

async function matchParts(path: string): Promise<string[]> {
  let found: string[] = [sep];
  for (const part of path.split(sep).filter((each) => each !== '')) {
    if (!part.includes('*')) {
      found = found.map((folder) => join(folder, part));
      continue;
    }
    const matches = await Promise.all(found.map((folder) => matchPart(folder, part)));
    found = matches.flat().slice(0, MATCHES_MAX);
  }
  return found;
}

async function matchPart(folder: string, part: string): Promise<string[]> {
  const [prefix = '', suffix = '', ...more] = part.split('*');
  if (more.length > 0) return [];
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(({ name }) => name.length >= prefix.length + suffix.length)
      .filter(({ name }) => name.startsWith(prefix) && name.endsWith(suffix))
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => join(folder, name));
  } catch (error) {
    readFailureOf(error, folder);
    return [];
  }
}
