import type { Signal } from '../events/signal.ts';

/** Enough to see whether a rule is noisy, and some 20 MB. */
const RECENT_MAX = 10_000;

/** The latest events, to try rules on. In memory only. */
export class RecentSignals {
  #signals: Signal[] = [];

  add(signals: readonly Signal[]): void {
    this.#signals.push(...signals);
    if (this.#signals.length > RECENT_MAX * 1.2) this.#signals = this.#signals.slice(-RECENT_MAX);
  }

  all(): readonly Signal[] {
    return this.#signals.slice(-RECENT_MAX);
  }
}
