import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Batch } from '../store/batch.ts';
import { putIncident } from './incident.sql.ts';

/** Keeps the newest report of an incident. */
export function prepareIncidents(db: Database) {
  const put = prepareWrite(db, putIncident);
  return ({ envelope, data, sequence }: ReceivedEvent<'incident.changed'>, batch: Batch): void => {
    const { tactics, rules, timeline, actions } = data;
    put({
      incident_id: data.incident_id,
      revision: batch.nextRevision('incidents'),
      sequence,
      host: envelope.host,
      origin: envelope.origin,
      title: data.title,
      severity: data.severity,
      why: data.why,
      entities_json: JSON.stringify(data.entities),
      first_at_ms: data.first_at_ms,
      last_at_ms: data.last_at_ms,
      alert_count: data.alert_count,
      event_time_ms: envelope.time,
      event_id: envelope.id,
      state: data.state ?? 'open',
      merged_into: data.merged_into ?? null,
      risk: data.risk ?? 0,
      detail_json: JSON.stringify({ tactics, rules, timeline, actions }),
    });
  };
}
