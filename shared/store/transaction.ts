import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from './database.ts';
import { storeProblemOf } from './store-problem.ts';

/** First pause after the other writer's lock was met, doubled each time up to the last. */
const RETRY_MS_MIN = 2;
const RETRY_MS_MAX = 50;
/** The other writer holds the lock for milliseconds; past this, something is wrong and the caller must know. */
const WAIT_MS_DEFAULT = 5_000;

export interface ImmediateOptions {
  readonly signal?: AbortSignal;
  /** How long to try before SQLite's BUSY error is passed on. */
  readonly wait_ms?: number;
}

/**
 * Runs a function inside BEGIN IMMEDIATE … COMMIT and gives back what it returned. While the other writer holds the
 * lock it tries again, leaving the event loop free in between; a COMMIT that meets a lock runs the function again, so
 * that it may have effects inside the database only. Throws what the function throws (rolled back), or SQLite's error.
 */
export async function immediate<Result>(
  db: Database,
  work: () => Result,
  { signal, wait_ms = WAIT_MS_DEFAULT }: ImmediateOptions = {},
): Promise<Result> {
  const transaction = db.transaction(work);
  const giveUpAt = performance.now() + wait_ms;
  for (let pause_ms = RETRY_MS_MIN; ; pause_ms = Math.min(pause_ms * 2, RETRY_MS_MAX)) {
    try {
      return transaction.immediate();
    } catch (error) {
      const busy = storeProblemOf(error, db.name)?.kind === 'busy';
      if (!busy || performance.now() > giveUpAt) throw error;
    }
    // Half of the pause is random: two writers that met do not meet again.
    const options = signal === undefined ? {} : { signal };
    await wait(pause_ms / 2 + (Math.random() * pause_ms) / 2, undefined, options);
  }
}
