import type { Cursor } from '@clawnex/proto/kv.ts';
import { jsonlAdapter } from '../openclaw/jsonl-adapter.ts';
import { CalledTools } from '../openclaw/real-tool.ts';
import { sqliteAdapter } from '../openclaw/sqlite-adapter.ts';
import type { Notice, Source } from '../sources/source.ts';

/** Reads what the adapters find, the way the daemon does, with cursors in memory; keeps everything it was given. */
export class LogReader {
  readonly cursors = new Map<string, Cursor>();
  /** Ids of all entries in the order read, once for each time they were read. */
  readonly read: string[] = [];
  readonly texts: string[] = [];
  readonly sessions = new Set<string>();
  readonly notices: Notice[] = [];
  restarts = 0;
  behind = 0;
  readonly #home: string;
  #tools = new CalledTools();
  #sources = new Map<string, Source>();

  constructor(home: string) {
    this.#home = home;
  }

  /** As after a restart: only the cursors are left. */
  forget(): void {
    this.#tools = new CalledTools();
    this.#sources = new Map();
  }

  /** Looks around and reads everything there is. `crash`: dies after reading, before the cursors are stored. */
  async pass(crash = false): Promise<void> {
    const found = new Map<string, Source>();
    for (const adapter of [jsonlAdapter(this.#tools), sqliteAdapter(this.#tools)]) {
      const { sources } = await adapter.discover(this.#home);
      for (const source of sources) found.set(source.path, this.#sources.get(source.path) ?? source);
    }
    this.#sources = found;
    this.behind = 0;
    for (const source of found.values()) {
      for (let more = true; more; ) {
        const slice = await source.read({ get: async (key) => this.cursors.get(key) ?? null });
        if (slice === null) break;
        for (const raw of slice.entries) {
          const decoded = source.decode(raw);
          this.sessions.add(raw.session);
          if (!decoded.ok) continue;
          this.read.push(decoded.entry.entry_id);
          this.texts.push(...decoded.entry.blocks.map((block) => block.text));
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
