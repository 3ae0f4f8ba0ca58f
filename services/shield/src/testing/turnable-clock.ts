import type { Clock } from '@clawnex/shared/kernel/clock.ts';

/** A clock that stands still until it is turned; its wall time can be set back, as an attacker with root would. */
export class TurnableClock implements Clock {
  #now = Date.UTC(2026, 0, 15, 12);
  #passedUs = 0;

  now(): number {
    return this.#now;
  }

  monotonicUs(): number {
    return this.#passedUs;
  }

  turn(ms: number): void {
    this.#now += ms;
    this.#passedUs += ms * 1_000;
  }

  setBack(ms: number): void {
    this.#now -= ms;
  }
}
