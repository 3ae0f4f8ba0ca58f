import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Batch } from '../store/batch.ts';
import { putAlert } from './incident.sql.ts';

/** Keeps the newest report of an alert. */
export function prepareAlerts(db: Database) {
  const put = prepareWrite(db, putAlert);
  return ({ envelope, data, sequence }: ReceivedEvent<'alert.raised'>, batch: Batch): void => {
    const { count, tactics, risk, suppressed_by, steps } = data;
    put({
      alert_id: data.alert_id,
      revision: batch.nextRevision('alerts'),
      sequence,
      at_ms: envelope.time,
      host: envelope.host,
      origin: envelope.origin,
      incident_id: data.incident_id,
      rule: data.rule,
      title: data.title,
      severity: data.severity,
      why: data.why,
      entity_kind: data.entity.kind,
      entity_id: data.entity.id,
      first_at_ms: data.first_at_ms,
      last_at_ms: data.last_at_ms,
      events_json: JSON.stringify(data.events),
      state: data.state ?? 'raised',
      detail_json: JSON.stringify({ count, tactics, risk, suppressed_by, steps }),
    });
  };
}
