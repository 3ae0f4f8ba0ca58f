import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { RecentMap } from '../recent-map.ts';

/** A block whose scan failed is not tried again for this long: each try may cost a worker. */
const FAILED_FOR_MS = 60_000;
const ENTRIES_MAX = 1_000;

/** Blocks that a worker could not scan. */
export class FailedScans {
  readonly #untilMs = new RecentMap<number>(ENTRIES_MAX);
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  has(key: string): boolean {
    const untilMs = this.#untilMs.get(key);
    return untilMs !== undefined && untilMs > this.#clock.now();
  }

  add(key: string): void {
    this.#untilMs.set(key, this.#clock.now() + FAILED_FOR_MS);
  }
}
