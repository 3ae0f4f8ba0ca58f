import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Batch } from '../store/batch.ts';
import { insertAlert } from './incident.sql.ts';

/** Keeps an alert once, however often it is raised. */
export function prepareAlerts(db: Database) {
  const insert = prepareWrite(db, insertAlert);
  return ({ envelope, data }: ReceivedEvent<'alert.raised'>, batch: Batch): void => {
    insert({
      alert_id: data.alert_id,
      revision: batch.nextRevision('alerts'),
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
    });
  };
}
