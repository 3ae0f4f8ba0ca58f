import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import { systemClock } from '@clawnex/shared/kernel/clock.ts';
import { HealthReporter } from '@clawnex/shared/kernel/health.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import { createLogger } from '@clawnex/shared/kernel/log.ts';
import { Metrics } from '@clawnex/shared/kernel/metrics.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { migrateStore } from '@clawnex/shared/store/migrate-store.ts';
import { openStoreWriter } from '@clawnex/shared/store/open-store.ts';
import { prepareEventWork } from '../events/consume-events.ts';
import { prepareRebuild } from '../exchanges/rebuild-exchange.ts';
import { type BatchWriter, openBatchWriter } from '../store/batch-writer.ts';

export interface TestStore {
  readonly home: string;
  readonly db: Database;
  readonly context: DaemonContext;
  readonly writer: BatchWriter;
  /** Writes events as the consumer does. */
  apply(events: readonly ReceivedEvent[]): Promise<string[]>;
  /** All rows of a query. */
  rows(sql: string): unknown[];
  close(): void;
}

/** A migrated store in a folder of its own, with ingest's write path and no bus. */
export function openTestStore(home = mkdtempSync(join(tmpdir(), 'clawnex-ingest-'))): TestStore {
  const env = { CLAWNEX_HOME: home, CLAWNEX_LOG_LEVEL: 'silent' };
  const paths = resolvePaths(env);
  const db = openStoreWriter(paths);
  migrateStore(db);
  const metrics = new Metrics();
  const stops: (() => void | Promise<void>)[] = [];
  const context: DaemonContext = {
    name: 'ingest',
    paths,
    env,
    host: 'host-a',
    log: createLogger('ingest', env),
    clock: systemClock,
    metrics,
    health: new HealthReporter('ingest', systemClock, metrics),
    signal: new AbortController().signal,
    onStop: (_stage, stop) => stops.push(stop),
  };
  const writer = openBatchWriter(context, db, {
    beforeCommit: prepareRebuild(db),
    afterCommit: () => undefined,
  });
  const work = prepareEventWork(context, db);
  return {
    home,
    db,
    context,
    writer,
    apply: (events) => writer.write(events, work),
    rows: (sql) => db.prepare(sql).all(),
    close() {
      context.health.phase('stopping');
      db.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
