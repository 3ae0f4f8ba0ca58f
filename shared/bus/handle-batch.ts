import type { ReceivedEvent } from './received-event.ts';

/** Alone and failing this often, while others succeed, an event itself is the cause. */
const POISON_FAILURES = 5;
/** This many single failures without a success: the cause is elsewhere (a full disk, a locked store). */
const OUTAGE_FAILURES = 8;
/** Remembered failures; beyond it the oldest are forgotten and start again. */
const FAILING_MAX = 10_000;

export interface BatchOutcome {
  readonly done: readonly ReceivedEvent[];
  /** To be offered again. */
  readonly later: readonly ReceivedEvent[];
  /** To be put aside: they would hold up or fail for ever. */
  readonly poison: readonly ReceivedEvent[];
  readonly error?: unknown;
}

/**
 * Runs a handler over a batch and finds out, when it throws, which events are to blame: they are tried one by one. An
 * outage keeps every event; an event that fails alone again and again while others succeed does not stop the others.
 */
export class HandleBatch {
  readonly #handle: (events: readonly ReceivedEvent[]) => Promise<void>;
  /** By sequence: failures so far, and how many successes there had been at the first. */
  readonly #failing = new Map<number, { failures: number; readonly successesBefore: number }>();
  #successes = 0;

  constructor(handle: (events: readonly ReceivedEvent[]) => Promise<void>) {
    this.#handle = handle;
  }

  async handle(events: readonly ReceivedEvent[]): Promise<BatchOutcome> {
    try {
      await this.#handle(events);
      for (const event of events) this.#failing.delete(event.sequence);
      this.#successes += events.length;
      return { done: events, later: [], poison: [] };
    } catch (error) {
      return await this.#handleSingly(events, error);
    }
  }

  async #handleSingly(events: readonly ReceivedEvent[], error: unknown): Promise<BatchOutcome> {
    const done = new Set<ReceivedEvent>();
    const failed: ReceivedEvent[] = [];
    for (const [index, event] of events.entries()) {
      if (done.size === 0 && failed.length === OUTAGE_FAILURES) {
        // Perhaps only the first ones are bad: one of the others, by chance, tells.
        const probe = events[index + Math.floor(Math.random() * (events.length - index))];
        if (probe === undefined || !(await this.#succeeds(probe))) {
          return { done: [], later: events, poison: [], error };
        }
        done.add(probe);
      }
      if (done.has(event)) continue;
      // A batch of one has just been tried.
      if (events.length > 1 && (await this.#succeeds(event))) done.add(event);
      else failed.push(event);
    }
    this.#successes += done.size;
    const poison = failed.filter((event) => this.#isPoison(event));
    const later = failed.filter((event) => !poison.includes(event));
    return { done: [...done], later, poison, error };
  }

  async #succeeds(event: ReceivedEvent): Promise<boolean> {
    try {
      await this.#handle([event]);
      this.#failing.delete(event.sequence);
      return true;
    } catch {
      return false;
    }
  }

  #isPoison(event: ReceivedEvent): boolean {
    const record = this.#failing.get(event.sequence) ?? { failures: 0, successesBefore: this.#successes };
    record.failures += 1;
    if (record.failures >= POISON_FAILURES && this.#successes > record.successesBefore) {
      this.#failing.delete(event.sequence);
      return true;
    }
    this.#failing.set(event.sequence, record);
    const oldest = this.#failing.keys().next();
    if (this.#failing.size > FAILING_MAX && oldest.done !== true) this.#failing.delete(oldest.value);
    return false;
  }
}
