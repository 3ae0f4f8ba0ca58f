import type { Source } from '../sources/source.ts';

/** Middling size of a line in a session log, for telling how many wait. */
const ENTRY_BYTES_GUESS = 1_000;

export interface ListedSource {
  readonly source: Source;
  /** As of the last look around. */
  version: string | null;
  /** What there is and what is left of it, in the source's unit; null while nothing was read. */
  total: number | null;
  behind: number | null;
  /** Version that was read to its end. */
  readVersion: string | null;
  /** The source's stamp as it was before it was read last. */
  stamp: string | null;
}

/** Readings of what is new after which history gets a turn, however much is new. */
const LIVE_IN_A_ROW_MAX = 16;

/** All known sources, and which of them is to be read next: those with a sign of something new before history. */
export class SourceList {
  readonly #sources = new Map<string, ListedSource>();
  readonly #live = new Set<string>();
  readonly #history = new Set<string>();
  #liveInARow = 0;

  get size(): number {
    return this.#sources.size;
  }

  /** Something is to be read. */
  get waiting(): boolean {
    return this.#live.size + this.#history.size > 0;
  }

  /** Latest changed first. */
  all(): ListedSource[] {
    return [...this.#sources.values()].sort((a, b) => b.source.modified_ms - a.source.modified_ms);
  }

  /** Takes what a look around found. Known sources keep their state. */
  sync(found: readonly Source[]): void {
    const paths = new Set(found.map((source) => source.path));
    for (const path of [...this.#sources.keys()]) if (!paths.has(path)) this.remove(path);
    for (const source of found) {
      const { path, version, size } = source;
      const listed = this.#sources.get(path);
      if (listed === undefined) {
        this.#sources.set(path, {
          source,
          version,
          total: size,
          behind: size,
          readVersion: null,
          stamp: null,
        });
      } else listed.version = version;
      const unchanged = version !== null && listed?.readVersion === version;
      if (!unchanged) this.#history.add(path);
    }
  }

  remove(path: string): void {
    this.#sources.delete(path);
    this.#live.delete(path);
    this.#history.delete(path);
  }

  /** There is a sign of something new in it; false when it is not known. */
  hurry(path: string): boolean {
    const listed = this.#sources.get(path);
    if (listed === undefined) return false;
    const stamp = listed.source.stamp?.();
    if (stamp === undefined || stamp !== listed.stamp) this.#live.add(path);
    return true;
  }

  /** The next to read, taken off its queue: what is new in the order of the signs, then history, the latest changed first. */
  take(): { readonly source: Source; readonly live: boolean } | null {
    const turnOfHistory = this.#liveInARow >= LIVE_IN_A_ROW_MAX;
    const listed = turnOfHistory
      ? (this.#takeHistory() ?? this.#takeLive())
      : (this.#takeLive() ?? this.#takeHistory());
    if (listed === null) return null;
    listed.from.stamp = listed.from.source.stamp?.() ?? null;
    this.#liveInARow = listed.live ? this.#liveInARow + 1 : 0;
    return { source: listed.from.source, live: listed.live };
  }

  #takeLive(): { readonly from: ListedSource; readonly live: true } | null {
    for (const path of this.#live) {
      this.#live.delete(path);
      const from = this.#sources.get(path);
      if (from !== undefined) return { from, live: true };
    }
    return null;
  }

  #takeHistory(): { readonly from: ListedSource; readonly live: false } | null {
    let latest: ListedSource | null = null;
    for (const path of this.#history) {
      const listed = this.#sources.get(path);
      if (listed === undefined) this.#history.delete(path);
      else if (latest === null || listed.source.modified_ms > latest.source.modified_ms) latest = listed;
    }
    if (latest === null) return null;
    this.#history.delete(latest.source.path);
    return { from: latest, live: false };
  }

  /** It has more to read. */
  again(path: string, live: boolean): void {
    if (this.#sources.has(path)) (live ? this.#live : this.#history).add(path);
  }

  /** A slice was read. */
  read(
    path: string,
    slice: { readonly behind: number; readonly total: number; readonly more: boolean },
  ): void {
    const listed = this.#sources.get(path);
    if (listed === undefined) return;
    listed.behind = slice.behind;
    listed.total = slice.total;
    if (!slice.more) listed.readVersion = listed.version;
  }

  behind(unit: Source['unit']): number {
    let sum = 0;
    for (const { source, behind } of this.#sources.values()) if (source.unit === unit) sum += behind ?? 0;
    return sum;
  }

  /** Entries not read yet: rows are counted, those in files guessed from their bytes. */
  entriesBehind(): number {
    return this.behind('rows') + Math.ceil(this.behind('bytes') / ENTRY_BYTES_GUESS);
  }
}
