import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { RecentMap } from '../recent-map.ts';

/** A session that rests longer than this costs its agent one more refused call, no more. */
const REMEMBERED_FOR_MS = 24 * 3_600_000;
/** Two keys per blocked block. */
const ENTRIES_MAX = 20_000;

interface Remembered {
  readonly requestHash: string;
  readonly untilMs: number;
}

/** Which blocks were blocked in which conversation, and in which request. Holds hashes only; a restart forgets them. */
export class BlockedMemory {
  readonly #entries = new RecentMap<Remembered>(ENTRIES_MAX);
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#entries.size;
  }

  remember(keys: readonly string[], requestHash: string): void {
    const untilMs = this.#clock.now() + REMEMBERED_FOR_MS;
    for (const key of keys) this.#entries.set(key, { requestHash, untilMs });
  }

  /** The hash of the request in which the block was blocked, under the first key that is known. */
  recall(keys: readonly string[]): string | undefined {
    for (const key of keys) {
      const found = this.#entries.get(key);
      if (found !== undefined && found.untilMs > this.#clock.now()) return found.requestHash;
    }
    return undefined;
  }
}
