import type { Cursor } from '@clawnex/proto/kv.ts';
import type { Cursors } from '@clawnex/shared/bus/cursors.ts';
import type { Positions } from '../sources/source.ts';

/** Cursors of all sources, asked of the broker once and then known: nobody else writes them. */
export class PositionBook implements Positions {
  readonly #cursors: Cursors;
  readonly #signal: AbortSignal;
  readonly #known = new Map<string, Cursor | null>();

  constructor(cursors: Cursors, signal: AbortSignal) {
    this.#cursors = cursors;
    this.#signal = signal;
  }

  async get(key: string): Promise<Cursor | null> {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const cursor = await this.#cursors.get(key, this.#signal);
    this.#known.set(key, cursor);
    return cursor;
  }

  /** Call only when the stream has acknowledged everything before the cursor. */
  async advance(key: string, cursor: Cursor): Promise<void> {
    await this.#cursors.put(key, cursor, this.#signal);
    this.#known.set(key, cursor);
  }
}
