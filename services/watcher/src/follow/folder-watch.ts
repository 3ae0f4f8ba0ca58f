import { type FSWatcher, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Each costs the system one of its watches; folders beyond it are only swept. */
const FOLDERS_MAX = 4_096;

/**
 * Signs that something changed in a folder, where the system gives them. They make reading quick, never right: what they
 * miss, the sweep finds.
 */
export class FolderWatch {
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; readonly inode: string }>();
  readonly #onChange: (path: string) => void;

  constructor(onChange: (path: string) => void) {
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#watchers.size;
  }

  /** Watches exactly these folders from now on, as far as they exist and the system lets us. */
  sync(folders: ReadonlySet<string>): void {
    for (const [folder, { inode }] of [...this.#watchers]) {
      // A folder that was made anew under its name is another one: the old watch would stay silent for ever.
      if (!folders.has(folder) || inodeOf(folder) !== inode) this.#drop(folder);
    }
    for (const folder of folders) {
      if (this.#watchers.has(folder) || this.#watchers.size >= FOLDERS_MAX) continue;
      this.#add(folder);
    }
  }

  close(): void {
    for (const folder of [...this.#watchers.keys()]) this.#drop(folder);
  }

  #add(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        this.#onChange(name === null ? folder : join(folder, name));
      });
      watcher.on('error', () => {
        this.#drop(folder);
      });
      this.#watchers.set(folder, { watcher, inode: inodeOf(folder) });
    } catch {
      // Gone, closed to us, or out of watches: it is swept.
    }
  }

  #drop(folder: string): void {
    this.#watchers.get(folder)?.watcher.close();
    this.#watchers.delete(folder);
  }
}

function inodeOf(folder: string): string {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats === undefined ? 'gone' : `${stats.dev}:${stats.ino}`;
}
