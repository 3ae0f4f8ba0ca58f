import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import type { Source } from '../sources/source.ts';

/** Over how long a rate is taken: long enough to be steady, short enough to follow what the machine does. */
const WINDOW_MS = 30_000;

interface Sample {
  readonly at_ms: number;
  readonly unit: Source['unit'];
  readonly amount: number;
}

/** How fast sources are read. */
export class ReadingRate {
  readonly #clock: Clock;
  #samples: Sample[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(unit: Source['unit'], amount: number): void {
    if (amount > 0) this.#samples.push({ at_ms: this.#nowMs(), unit, amount });
  }

  /** Per second; null while too little was read to tell. */
  perSecond(unit: Source['unit']): number | null {
    const now_ms = this.#nowMs();
    this.#samples = this.#samples.filter((sample) => now_ms - sample.at_ms < WINDOW_MS);
    const samples = this.#samples.filter((sample) => sample.unit === unit);
    const [first] = samples;
    if (first === undefined || now_ms - first.at_ms < 1_000) return null;
    const amount = samples.reduce((sum, sample) => sum + sample.amount, 0);
    return Math.round((amount * 1_000) / (now_ms - first.at_ms));
  }

  /** A clock that is set must not make a rate. */
  #nowMs(): number {
    return this.#clock.monotonicUs() / 1_000;
  }
}
