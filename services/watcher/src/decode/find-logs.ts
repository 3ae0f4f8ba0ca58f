import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expandHomes } from '../homes/expand-homes.ts';
import { HOME_FOLDERS } from '../homes/home-folders.ts';
import { readFailureOf, SourceUnreadable, showPath, type Unreadable } from '../permissions/unreadable.ts';
import { allAdapters } from '../runtimes/all-adapters.ts';
import { DocumentSource } from '../sources/document-source.ts';
import { openDatabase, openLines } from '../sources/open-log.ts';
import { SessionMemory } from '../sources/session-memory.ts';
import type { Source } from '../sources/source.ts';
import { type FoundFile, versionOf, walkFolder } from '../sources/walk-folder.ts';
import { sniffLog } from './sniff-log.ts';

/** Depth to which a folder that is no runtime's home is searched. */
const SEARCH_DEPTH = 8;
/** Files that no session log is found in, to spare opening them. */
const NO_LOG =
  /\.(?:md|txt|tsv|csv|png|jpe?g|log|sql|toml|ya?ml|ts|js|lock|tmp)$|-(?:wal|shm|journal)$|\.trajectory\.jsonl$/i;

export interface FoundLogs {
  readonly sources: readonly Source[];
  readonly unreadable: readonly Unreadable[];
}

/** The session logs that a path names: one file, a runtime's home, a user's home, or whatever lies in a folder. */
export async function findLogs(path: string): Promise<FoundLogs> {
  const real = await realpath(path).catch((error: unknown) => failWith(error, path));
  const stats = await stat(real);
  if (stats.isFile()) {
    const source = await openAny({ path: real, stats });
    if (source !== null) return { sources: [source], unreadable: [] };
    throw new SourceUnreadable({
      path,
      message: `${showPath(path)} is no session log of a runtime that is known here.`,
    });
  }
  const known = await findInHome(real);
  if (known.sources.length > 0) return known;
  const { homes } = await expandHomes(
    HOME_FOLDERS.map((folder) => `${real}/${folder}`),
    {},
  );
  const inHomes = await Promise.all(homes.map(findInHome));
  const sources = inHomes.flatMap((found) => found.sources);
  return sources.length > 0
    ? { sources, unreadable: inHomes.flatMap((found) => found.unreadable) }
    : await search(real);
}

async function findInHome(home: string): Promise<FoundLogs> {
  const found = await Promise.all(allAdapters(new SessionMemory()).map((adapter) => adapter.discover(home)));
  return {
    sources: oldestFirst(found.flatMap((each) => each.sources)),
    unreadable: found.flatMap((each) => each.unreadable),
  };
}

async function search(folder: string): Promise<FoundLogs> {
  const walk = await walkFolder(folder, SEARCH_DEPTH, (name) => !NO_LOG.test(name));
  const sources: Source[] = [];
  const unreadable = [...walk.unreadable];
  for (const file of walk.files) {
    try {
      const source = await openAny(file);
      if (source !== null) sources.push(source);
    } catch (error) {
      if (error instanceof SourceUnreadable) unreadable.push(error.unreadable);
      else {
        const failure = readFailureOf(error, file.path);
        if (failure !== null) unreadable.push(failure);
      }
    }
  }
  return { sources: oldestFirst(sources), unreadable };
}

async function openAny(file: FoundFile): Promise<Source | null> {
  const log = await sniffLog(file.path);
  if (log === null) return null;
  const memory = new SessionMemory();
  const place = { ...file, home: dirname(file.path), folders: [] };
  const agent = agentOf(file.path) ?? log.format.runtime;
  if (log.kind === 'database') return openDatabase(place, agent, log.format, memory);
  if (log.kind === 'document') {
    const { path, stats } = file;
    const { mtimeMs: modified_ms, size } = stats;
    const document = { path, instance: place.home, agent, modified_ms, size, version: versionOf(stats) };
    return new DocumentSource(document, log.format, memory);
  }
  return openLines(place, agent, log.format, memory);
}

/** OpenClaw's folders name the agent. */
function agentOf(path: string): string | null {
  const folders = dirname(path).split('/');
  const at = folders.lastIndexOf('agents');
  return at < 0 ? null : (folders[at + 1] ?? null);
}

/** As it happened, as far as files tell. */
function oldestFirst(sources: readonly Source[]): Source[] {
  return sources.toSorted((a, b) => a.modified_ms - b.modified_ms || (a.path < b.path ? -1 : 1));
}

function failWith(error: unknown, path: string): never {
  const failure = readFailureOf(error, path);
  throw new SourceUnreadable(failure ?? { path, message: `${showPath(path)} does not exist.` });
}
