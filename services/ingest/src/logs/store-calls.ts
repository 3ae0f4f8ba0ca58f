import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import { prepareRememberEvent } from '../events/remember-event.ts';
import { prepareLogRecords } from '../exchanges/store-log-record.ts';
import { insertOutgoing } from '../outgoing/outgoing.sql.ts';
import type { OutgoingLogged } from '../outgoing/outgoing-event.ts';
import type { Work } from '../store/batch-writer.ts';
import type { LoggedCall } from './reduce-record.ts';

export type CallOutcome = 'stored' | 'repeated' | 'rejected';

/** Writes a call's record and, in the same transaction, the event that tells the others: both or neither. */
export function prepareCallWork(
  { clock, host }: Pick<DaemonContext, 'clock' | 'host'>,
  db: Database,
): Work<LoggedCall, CallOutcome> {
  const remember = prepareRememberEvent(db, clock);
  const storeRecord = prepareLogRecords(db);
  const announce = prepareWrite(db, insertOutgoing);
  return {
    apply({ id, origin, data }, batch) {
      if (!remember(id)) return 'repeated';
      const event: OutgoingLogged = {
        type: 'exchange.logged',
        id,
        time: data.ended_at_ms,
        origin,
        exchange: data.call_id,
        ...(data.trace_id === undefined ? {} : { session: data.trace_id }),
        data,
      };
      storeRecord({ envelope: { ...event, v: 1, source: 'ingest', host }, data }, batch);
      announce({ id, type: event.type, event_json: JSON.stringify(event) });
      return 'stored';
    },
    reject: () => 'rejected',
  };
}
