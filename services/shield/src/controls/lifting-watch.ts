import { BREAK_GLASS_MS_MAX, type Lifting } from '@clawnex/proto/controls/break-glass.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';

/**
 * Says whether enforcement is lifted. A lifting ends when its time is over by the wall clock or by the monotonic one,
 * whichever comes first: setting the machine's clock back does not make it longer.
 */
export class LiftingWatch {
  readonly #clock: Clock;
  #id: string | undefined;
  #endsAtUs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  active(lifting: Lifting | null): Lifting | null {
    if (lifting === null || lifting.since_ms === null || lifting.until_ms === null) return null;
    const now = this.#clock.now();
    const end = Math.min(lifting.until_ms, lifting.since_ms + BREAK_GLASS_MS_MAX);
    if (now < lifting.since_ms || now >= end) return null;
    if (this.#id !== lifting.id) {
      this.#id = lifting.id;
      this.#endsAtUs = this.#clock.monotonicUs() + (end - now) * 1_000;
    }
    return this.#clock.monotonicUs() < this.#endsAtUs ? lifting : null;
  }
}
