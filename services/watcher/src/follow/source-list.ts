import type { Source } from '../sources/source.ts';

/** Middling size of a line in a session log, for telling how many wait. */
const ENTRY_BYTES_GUESS = 1_000;

interface Listed {
  readonly source: Source;
  /** As of the last look around. */
  version: string | null;
  behind: number;
  /** Version that was read to its end. */
  readVersion: string | null;
}

/** All known sources, and which of them is to be read next: those with a sign of something new before history. */
export class SourceList {
  readonly #sources = new Map<string, Listed>();
  readonly #live = new Set<string>();
  readonly #history = new Set<string>();

  get size(): number {
    return this.#sources.size;
  }

  /** Takes what a look around found. Known sources keep their state; new ones are read, the latest changed first. */
  sync(found: readonly Source[]): void {
    const paths = new Set(found.map((source) => source.path));
    for (const path of [...this.#sources.keys()]) if (!paths.has(path)) this.remove(path);
    for (const source of found.toSorted((a, b) => b.modified_ms - a.modified_ms)) {
      const listed = this.#sources.get(source.path);
      if (listed === undefined)
        this.#sources.set(source.path, { source, version: source.version, behind: 0, readVersion: null });
      else listed.version = source.version;
      const unchanged = source.version !== null && listed?.readVersion === source.version;
      if (!unchanged) this.#history.add(source.path);
    }
  }

  remove(path: string): void {
    this.#sources.delete(path);
    this.#live.delete(path);
    this.#history.delete(path);
  }

  /** There is a sign of something new in it; false when it is not known. */
  hurry(path: string): boolean {
    if (!this.#sources.has(path)) return false;
    this.#live.add(path);
    return true;
  }

  /** The next to read, taken off the queue. */
  take(): { readonly source: Source; readonly live: boolean } | null {
    for (const [queue, live] of [
      [this.#live, true],
      [this.#history, false],
    ] as const) {
      for (const path of queue) {
        queue.delete(path);
        const listed = this.#sources.get(path);
        if (listed !== undefined) return { source: listed.source, live };
      }
    }
    return null;
  }

  /** It has more to read: at the end of its queue, so that others get their turn. */
  again(path: string, live: boolean): void {
    if (this.#sources.has(path)) (live ? this.#live : this.#history).add(path);
  }

  /** A slice was read. */
  read(path: string, slice: { readonly behind: number; readonly more: boolean }): void {
    const listed = this.#sources.get(path);
    if (listed === undefined) return;
    listed.behind = slice.behind;
    if (!slice.more) listed.readVersion = listed.version;
  }

  behind(unit: Source['unit']): number {
    let sum = 0;
    for (const { source, behind } of this.#sources.values()) if (source.unit === unit) sum += behind;
    return sum;
  }

  /** Entries not read yet: rows are counted, those in files guessed from their bytes. */
  entriesBehind(): number {
    return this.behind('rows') + Math.ceil(this.behind('bytes') / ENTRY_BYTES_GUESS);
  }
}
