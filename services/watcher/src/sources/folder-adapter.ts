import { basename, dirname, join, relative, sep } from 'node:path';
import type { Unreadable } from '../permissions/unreadable.ts';
import type { Runtime } from './runtime.ts';
import type { Adapter, Change, Discovery, Source } from './source.ts';
import { type FoundFile, walkFolder } from './walk-folder.ts';

/** Where a runtime keeps its logs inside its state folder, and what they are. */
export interface HomeLayout {
  readonly runtime: Runtime;
  /** Folders to look into, by name inside the home (`.` is the home), and how deep. */
  readonly roots: readonly { readonly folder: string; readonly depth: number }[];
  /** Whether a file is a log, by its name and the folders above it inside the home. */
  isLog(name: string, folders: readonly string[]): boolean;
  open(file: LogPlace): Source;
}

export interface LogPlace extends FoundFile {
  readonly home: string;
  /** The folders above the file inside the home. */
  readonly folders: readonly string[];
}

/** What SQLite writes beside a database. */
const BESIDE_DATABASE = /-(?:wal|journal)$/;
/** Names of files; whatever else changes may be a folder. */
const FILE_NAME = /\.[a-z][a-z0-9-]{0,9}$/i;

/** Finds the logs that lie in folders below a runtime's home. */
export class FolderAdapter implements Adapter {
  readonly runtime: Runtime;
  readonly #layout: HomeLayout;

  constructor(layout: HomeLayout) {
    this.runtime = layout.runtime;
    this.#layout = layout;
  }

  concerns(changedPath: string): Change | null {
    const path = changedPath.replace(BESIDE_DATABASE, '');
    const above = dirname(path).split(sep);
    if (this.#layout.isLog(basename(path), above)) return { kind: 'source', path };
    return FILE_NAME.test(basename(path)) ? null : { kind: 'sources' };
  }

  async discover(home: string): Promise<Discovery> {
    const { roots } = this.#layout;
    const sources: Source[] = [];
    const folders = new Set<string>([home]);
    const unreadable: Unreadable[] = [];
    for (const root of roots) {
      const walk = await walkFolder(join(home, root.folder), root.depth, (name, path) =>
        this.#layout.isLog(name, this.#foldersOf(home, path)),
      );
      for (const folder of walk.folders) folders.add(folder);
      unreadable.push(...walk.unreadable);
      for (const file of walk.files) {
        sources.push(this.#layout.open({ ...file, home, folders: this.#foldersOf(home, file.path) }));
      }
    }
    return { sources, folders: [...folders], unreadable };
  }

  #foldersOf(home: string, path: string): string[] {
    return relative(home, dirname(path))
      .split(sep)
      .filter((part) => part !== '');
  }
}
