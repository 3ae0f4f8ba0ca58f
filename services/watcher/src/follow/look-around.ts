import { userInfo } from 'node:os';
import { expandHomes } from '../homes/expand-homes.ts';
import { defaultHomes } from '../homes/home-folders.ts';
import type { Unreadable } from '../permissions/unreadable.ts';
import type { Adapter, Source } from '../sources/source.ts';

export interface Surroundings {
  readonly homes: readonly string[];
  readonly sources: readonly Source[];
  /** Folders in which something may appear or change. */
  readonly folders: ReadonlySet<string>;
  readonly unreadable: readonly Unreadable[];
}

/** Finds the logs of all runtimes in all homes. */
export async function lookAround(
  patterns: readonly string[] | undefined,
  adapters: readonly Adapter[],
  env: NodeJS.ProcessEnv,
): Promise<Surroundings> {
  const expanded = await expandHomes(patterns ?? defaultHomes(env, userInfo().homedir), env);
  const unreadable: Unreadable[] = [...expanded.unreadable];
  const folders = new Set<string>();
  const sources: Source[] = [];
  for (const home of expanded.homes) {
    for (const adapter of adapters) {
      const found = await adapter.discover(home);
      sources.push(...found.sources);
      unreadable.push(...found.unreadable);
      for (const folder of found.folders) folders.add(folder);
    }
  }
  return { homes: expanded.homes, sources, folders, unreadable };
}
