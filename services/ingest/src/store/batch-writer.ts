import { setTimeout as wait } from 'node:timers/promises';
import type { LiveTopic } from '@clawnex/proto/live.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { type StoreProblem, storeProblemOf } from '@clawnex/shared/store/store-problem.ts';
import { immediate } from '@clawnex/shared/store/transaction.ts';
import { type Batch, prepareBatches } from './batch.ts';
import { TimedSize } from './timed-size.ts';

/** The store refuses for now: nothing of the batch in hand is stored, and it can be offered again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable' as const;
  readonly problem: StoreProblem;

  constructor(problem: StoreProblem, cause: unknown) {
    super(problem.sentence, { cause });
    this.problem = problem;
  }
}

/** What to do with each item of a list. */
export interface Work<Item, Outcome> {
  apply(item: Item, batch: Batch): Outcome;
  /** Called in a transaction of its own for the one item whose `apply` threw, so that it stops nobody else. */
  reject(item: Item, error: unknown): Outcome;
}

export interface BatchWriter {
  /**
   * Applies every item, in order, in transactions as long as the lock may be held; resolves when all are committed.
   * Rejects with `StoreUnavailable` when the store refuses: what was committed until then stays.
   */
  write<Item, Outcome>(items: readonly Item[], work: Work<Item, Outcome>): Promise<Outcome[]>;
}

export interface BatchWriterOptions {
  /** Runs at the end of each transaction, before the counters are saved. */
  beforeCommit(batch: Batch): void;
  afterCommit(revision: number, topics: ReadonlySet<LiveTopic>): void;
}

const HEALTH_KEY = 'store';
/**
 * The lock stays free at least so long between two of our transactions: SQLite's waiters look for it a few times in
 * their first 20 ms and would hardly ever find a gap of microseconds.
 */
const GAP_MS = 1;

export function openBatchWriter(
  context: DaemonContext,
  db: Database,
  options: BatchWriterOptions,
): BatchWriter {
  const { health, log, metrics, clock } = context;
  const openBatch = prepareBatches(db);
  const timed = new TimedSize();
  let releasedUs = Number.NEGATIVE_INFINITY;

  /** Commits the items from `from` on that fit, and says what became of them. */
  async function commitSome<Item, Outcome>(
    items: readonly Item[],
    from: number,
    sizeMax: number,
    work: Work<Item, Outcome>,
  ): Promise<Outcome[]> {
    if (clock.monotonicUs() - releasedUs < GAP_MS * 1_000) await wait(GAP_MS);
    let begunUs = 0;
    const committed = await immediate(db, () => {
      begunUs = clock.monotonicUs();
      const batch = openBatch();
      const outcomes = items.slice(from, from + sizeMax).map((item) => work.apply(item, batch));
      options.beforeCommit(batch);
      batch.saveCounters();
      const workedUs = clock.monotonicUs() - begunUs;
      return { outcomes, workedUs, revision: batch.revision(), topics: batch.topics };
    });
    releasedUs = clock.monotonicUs();
    const heldUs = releasedUs - begunUs;
    timed.measured(committed.outcomes.length, committed.workedUs);
    metrics.observe('store_lock', heldUs);
    health.problem(HEALTH_KEY, null);
    if (committed.topics.size > 0) options.afterCommit(committed.revision, committed.topics);
    return committed.outcomes;
  }

  async function write<Item, Outcome>(items: readonly Item[], work: Work<Item, Outcome>): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    // After a failure the items of that transaction are taken one by one, to find the one at fault.
    let singlyUntil = 0;
    while (outcomes.length < items.length) {
      const from = outcomes.length;
      const sizeMax = from < singlyUntil ? 1 : timed.size;
      try {
        outcomes.push(...(await commitSome(items, from, sizeMax, work)));
      } catch (error) {
        throwIfUnavailable(error);
        if (sizeMax > 1) {
          singlyUntil = from + sizeMax;
          continue;
        }
        log.error({ err: error }, 'an item could not be stored');
        health.error('an item could not be stored; the log has the details');
        const [item] = items.slice(from, from + 1);
        if (item !== undefined) outcomes.push(await rejectAlone(item, error, work));
      }
    }
    return outcomes;
  }

  async function rejectAlone<Item, Outcome>(
    item: Item,
    reason: unknown,
    work: Work<Item, Outcome>,
  ): Promise<Outcome> {
    try {
      return await immediate(db, () => work.reject(item, reason));
    } catch (error) {
      throwIfUnavailable(error);
      throw error;
    }
  }

  function throwIfUnavailable(error: unknown): void {
    const problem = storeProblemOf(error, db.name);
    if (problem === null) return;
    metrics.add('store_refusals');
    health.problem(HEALTH_KEY, problem.sentence);
    health.error(problem.sentence);
    throw new StoreUnavailable(problem, error);
  }

  return { write };
}
