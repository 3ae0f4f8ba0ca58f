import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';

/** Work between two rests: short enough that a new line hardly waits for history. */
const BURST_MS = 10;

/** Keeps reading from taking the machine: others get their turn after each entry, history only a share of one core. */
export class Pacer {
  readonly #clock: Clock;
  readonly #restPerWork: number;
  #resumedUs: number;

  constructor(clock: Clock, cpuPercent: number) {
    this.#clock = clock;
    this.#restPerWork = (100 - cpuPercent) / cpuPercent;
    this.#resumedUs = clock.monotonicUs();
  }

  /** After each entry of history. */
  async rest(signal: AbortSignal): Promise<void> {
    await nextTurn();
    const worked_ms = (this.#clock.monotonicUs() - this.#resumedUs) / 1_000;
    if (worked_ms < BURST_MS) return;
    const rest_ms = worked_ms * this.#restPerWork;
    if (rest_ms >= 1) await sleep(rest_ms, undefined, { signal }).catch(() => undefined);
    this.resume();
  }

  /** After each entry that is new. */
  async yield(): Promise<void> {
    await nextTurn();
  }

  /** Time spent waiting for others is not work. */
  resume(): void {
    this.#resumedUs = this.#clock.monotonicUs();
  }
}
