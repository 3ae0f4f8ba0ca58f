import { setTimeout as wait } from 'node:timers/promises';
import { appendAudit } from '@clawnex/shared/store/append-audit.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import { immediate } from '@clawnex/shared/store/transaction.ts';
import { prepareMinuteCounts } from '../exchanges/count-minutes.ts';
import { TimedSize } from '../store/timed-size.ts';
import {
  deleteDemoAgentSessions,
  deleteDemoAlerts,
  deleteDemoFindings,
  deleteDemoHostChanges,
  deleteDemoHostScans,
  deleteDemoHostVulnerabilities,
  deleteDemoIncidents,
  deleteDemoLatestHostScans,
  deleteDemoNotices,
  deleteDemoProxyAnswers,
  deleteDemoRejected,
  deleteDemoRuntimeChanges,
  deleteDemoScans,
  deleteDemoSessionEntries,
  deleteDemoSessionUsage,
  deleteDemoSnapshots,
  deleteDemoTrustChanges,
  deleteDemoTrustDetails,
  deleteExchange,
  readDemoExchanges,
  readTotalChanges,
} from './purge.sql.ts';

/** Between two transactions the other writer gets its turn. */
const GAP_MS = 1;

const SIMPLE_DELETES = [
  deleteDemoScans,
  deleteDemoSessionEntries,
  deleteDemoAgentSessions,
  deleteDemoSessionUsage,
  deleteDemoProxyAnswers,
  deleteDemoRuntimeChanges,
  deleteDemoAlerts,
  deleteDemoIncidents,
  deleteDemoFindings,
  deleteDemoHostChanges,
  deleteDemoHostScans,
  deleteDemoHostVulnerabilities,
  deleteDemoLatestHostScans,
  deleteDemoSnapshots,
  deleteDemoTrustDetails,
  deleteDemoTrustChanges,
  deleteDemoNotices,
  deleteDemoRejected,
];

interface Deleted {
  /** Demo rows that were looked for, of the limit. */
  readonly items: number;
  /** With the rows that went with them. */
  readonly rows: number;
}
type DeleteSome = (limit: number) => Deleted;

/**
 * Removes everything of origin demo, in transactions as short as every other one; resolves to the number of rows.
 * Ids of the events stay, so that one offered again does not bring its rows back. The audit trail says who asked.
 */
export function preparePurgeDemo(db: Database): (actor: string) => Promise<number> {
  const stages = [prepareExchangeDelete(db), ...prepareSimpleDeletes(db)];
  const audit = (actor: string, action: string, detail: { rows?: number }) =>
    immediate(db, () => appendAudit(db, { actor, action, target: 'telemetry', detail }));
  return async (actor) => {
    await audit(actor, 'demo.purge_started', {});
    let rows = 0;
    for (const stage of stages) rows += await deleteAll(db, stage);
    await audit(actor, 'demo.purged', { rows });
    return rows;
  };
}

async function deleteAll(db: Database, deleteSome: DeleteSome): Promise<number> {
  const timed = new TimedSize();
  let rows = 0;
  for (;;) {
    const limit = timed.size;
    const { deleted, worked_ms } = await immediate(db, () => {
      const begun = performance.now();
      const deleted = deleteSome(limit);
      return { deleted, worked_ms: performance.now() - begun };
    });
    rows += deleted.rows;
    timed.measured(deleted.items, worked_ms * 1_000);
    if (deleted.items < limit) return rows;
    await wait(GAP_MS);
  }
}

function prepareSimpleDeletes(db: Database): DeleteSome[] {
  const countRows = prepareRowCount(db);
  return SIMPLE_DELETES.map((statement) => {
    const remove = prepareWrite(db, statement);
    return (limit) => {
      let items = 0;
      const rows = countRows(() => {
        items = remove({ limit }).changes;
      });
      return { items, rows };
    };
  });
}

function prepareExchangeDelete(db: Database): DeleteSome {
  const countRows = prepareRowCount(db);
  const read = prepareQuery(db, readDemoExchanges);
  const remove = prepareWrite(db, deleteExchange);
  const minutes = prepareMinuteCounts(db);
  return (limit) => {
    const exchanges = read.all({ limit });
    for (const { at_ms, verdict } of exchanges) minutes.remove({ origin: 'demo', at_ms, verdict });
    const rows = countRows(() => {
      for (const { seq } of exchanges) remove({ seq });
    });
    return { items: exchanges.length, rows };
  };
}

/** Counts the rows that some work removes, those that go by foreign key included. */
function prepareRowCount(db: Database): (work: () => void) => number {
  const total = prepareQuery(db, readTotalChanges);
  return (work) => {
    const before = total.get()?.rows ?? 0;
    work();
    return (total.get()?.rows ?? 0) - before;
  };
}
