import type { Cursor } from '@clawnex/proto/kv.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import type { Ruleset } from '@clawnex/shared/detection/ruleset.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { WatcherConfig } from '../config.ts';
import { SourceUnreadable } from '../permissions/unreadable.ts';
import { allAdapters } from '../runtimes/all-adapters.ts';
import { SessionMemory } from '../sources/session-memory.ts';
import { HISTORY_SLICE, type Source } from '../sources/source.ts';
import { lookAround } from './look-around.ts';
import type { Pacer } from './pacer.ts';
import type { PositionBook } from './position-book.ts';
import { readEntries } from './read-entries.ts';

/** Where the rescan that is under way is noted, so that a restart goes on with it. */
const NOTED_AT = contentId('rescan');

export interface RescanParts {
  readonly context: DaemonContext;
  readonly config: WatcherConfig;
  readonly positions: PositionBook;
  readonly ruleset: Ruleset;
  publish(events: readonly OutgoingEvent[]): Promise<void>;
}

export interface RescanState {
  readonly since_ms: number;
  readonly sources: number;
  readonly sources_left: number;
}

/**
 * Scans again what was read before, after the rules have changed. It has cursors of its own and tells only what a scan
 * finds: a finding that was told before has the same id, and is no news.
 */
export class Rescan {
  readonly #parts: RescanParts;
  #run: { readonly id: number; readonly since_ms: number; sources: Source[] | null; total: number } | null =
    null;
  #asked = false;

  constructor(parts: RescanParts) {
    this.#parts = parts;
  }

  state(): RescanState | null {
    if (this.#run === null) return null;
    const { since_ms, total, sources } = this.#run;
    return { since_ms, sources: total, sources_left: sources?.length ?? total };
  }

  /** From now on; one under way is given up for it. Resolves when a restart would go on with it. */
  async begin(since_ms: number): Promise<void> {
    const id = this.#parts.context.clock.now();
    await this.#parts.positions.advance(NOTED_AT, noted(since_ms, id));
    this.#asked = true;
    this.#run = { id, since_ms, sources: null, total: 0 };
  }

  /** Reads a little; false when there is nothing to scan again. */
  async step(pacer: Pacer): Promise<boolean> {
    if (!this.#asked) await this.#goOn();
    const run = this.#run;
    if (run === null) return false;
    run.sources ??= await this.#find(run.since_ms);
    run.total = Math.max(run.total, run.sources.length);
    const [source] = run.sources;
    if (source === undefined) {
      await this.#parts.positions.advance(NOTED_AT, noted(0, 0));
      this.#run = null;
      return false;
    }
    if (!(await this.#readOn(source, run, pacer))) run.sources.shift();
    return true;
  }

  /** One that was under way when the daemon stopped. */
  async #goOn(): Promise<void> {
    this.#asked = true;
    const cursor = await this.#parts.positions.get(NOTED_AT);
    if (cursor === null || cursor.offset === 0) return;
    this.#run = { id: cursor.offset, since_ms: Number(cursor.identity), sources: null, total: 0 };
  }

  /** Sources that changed since then, the latest first, opened anew: what they told before is to be told again. */
  async #find(since_ms: number): Promise<Source[]> {
    const { config, context } = this.#parts;
    const { sources } = await lookAround(config.homes, allAdapters(new SessionMemory()), context.env);
    return sources
      .filter((source) => source.modified_ms >= since_ms)
      .sort((a, b) => b.modified_ms - a.modified_ms);
  }

  /** Whether there is more in the source. */
  async #readOn(
    source: Source,
    run: { readonly id: number; readonly since_ms: number },
    pacer: Pacer,
  ): Promise<boolean> {
    const { context, positions, ruleset, publish } = this.#parts;
    const own = (key: string) => contentId('rescan', run.id, key);
    try {
      const slice = await source.read({ get: (key) => positions.get(own(key)) }, HISTORY_SLICE);
      if (slice === null) return false;
      const reader = { context, ruleset, pause: () => pacer.rest(context.signal) };
      const events = await readEntries(reader, source, slice.entries);
      const found = events.filter(
        (event) => event.type === 'scan.completed' && (event.time ?? 0) >= run.since_ms,
      );
      await publish(found);
      context.metrics.add('rescan_entries', slice.entries.length);
      context.metrics.add('rescan_found', found.length);
      for (const { key, cursor } of slice.advances) await positions.advance(own(key), cursor);
      return slice.more;
    } catch (error) {
      // The follower tells of sources that cannot be read.
      if (error instanceof SourceUnreadable) return false;
      throw error;
    }
  }
}

function noted(since_ms: number, id: number): Cursor {
  return { identity: String(since_ms), offset: id, path: '' };
}
