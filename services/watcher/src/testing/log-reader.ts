import type { Cursor } from '@clawnex/proto/kv.ts';
import { allAdapters } from '../runtimes/all-adapters.ts';
import type { Item } from '../sources/item.ts';
import { SessionMemory } from '../sources/session-memory.ts';
import { LIVE_SLICE, type Notice, type Source } from '../sources/source.ts';

/** Reads what the adapters find, the way the daemon does, with cursors in memory; keeps everything it was given. */
export class LogReader {
  readonly cursors = new Map<string, Cursor>();
  /** Ids of all entries in the order read, once for each time they were read. */
  readonly read: string[] = [];
  readonly items: Item[] = [];
  readonly notices: Notice[] = [];
  restarts = 0;
  behind = 0;
  readonly #home: string;
  #memory = new SessionMemory();
  #sources = new Map<string, Source>();

  constructor(home: string) {
    this.#home = home;
  }

  get texts(): string[] {
    return this.items.flatMap((item) => item.text ?? []);
  }

  get sessions(): Set<string> {
    return new Set(this.items.map((item) => item.session));
  }

  /** Facts as a store that knows their keys keeps them. */
  get keys(): Set<string> {
    return new Set(this.items.map((item) => item.key));
  }

  /** As after a restart: only the cursors are left. */
  forget(): void {
    this.#memory = new SessionMemory();
    this.#sources = new Map();
  }

  /** Looks around and reads everything there is. `crash`: dies after reading, before the cursors are stored. */
  async pass(crash = false): Promise<void> {
    const found = new Map<string, Source>();
    for (const adapter of allAdapters(this.#memory)) {
      const { sources } = await adapter.discover(this.#home);
      for (const source of sources) found.set(source.path, this.#sources.get(source.path) ?? source);
    }
    this.#sources = found;
    this.behind = 0;
    for (const source of found.values()) {
      for (let more = true; more; ) {
        const slice = await source.read({ get: async (key) => this.cursors.get(key) ?? null }, LIVE_SLICE);
        if (slice === null) break;
        for (const raw of slice.entries) {
          const items = source.decode(raw);
          this.items.push(...items);
          const entry = items.find((item) => item.kind !== 'unknown')?.entry;
          if (entry !== undefined) this.read.push(entry);
        }
        this.notices.push(...slice.notices);
        this.restarts += slice.restarts;
        if (crash) break;
        for (const { key, cursor } of slice.advances) this.cursors.set(key, cursor);
        more = slice.more;
        if (!more) this.behind += slice.behind;
      }
    }
    if (crash) this.forget();
  }
}
