import type { LiveTopic } from '@clawnex/proto/live.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import { readCounters, writeCounter } from './counters.sql.ts';

/** One transaction's share of the counters, and what it still has to do before its commit. */
export interface Batch {
  /** The next value of the global revision, for a changed row of this topic. */
  nextRevision(topic: LiveTopic): number;
  /** The next number of an exchange. */
  nextExchange(): number;
  /** Exchanges whose evidence grew, by call id: rebuilt once each at the end of the batch. */
  readonly dirty: Map<string, number>;
}

export interface OpenBatch extends Batch {
  readonly topics: ReadonlySet<LiveTopic>;
  revision(): number;
  /** Writes the counters back. The last step before COMMIT. */
  saveCounters(): void;
}

/** Opens batches; call inside a transaction. Counters live in the database, so that a rolled-back batch leaves no gap. */
export function prepareBatches(db: Database): () => OpenBatch {
  const read = prepareQuery(db, readCounters);
  const write = prepareWrite(db, writeCounter);
  return () => {
    const counters = read.get();
    if (counters === undefined) throw new Error('The counters are missing from the store.');
    let { revision, exchange_seq } = counters;
    const topics = new Set<LiveTopic>();
    return {
      dirty: new Map(),
      topics,
      nextRevision(topic) {
        topics.add(topic);
        revision += 1;
        return revision;
      },
      nextExchange() {
        exchange_seq += 1;
        return exchange_seq;
      },
      revision: () => revision,
      saveCounters() {
        if (revision !== counters.revision) write({ name: 'revision', value: revision });
        if (exchange_seq !== counters.exchange_seq) write({ name: 'exchange_seq', value: exchange_seq });
      },
    };
  };
}
