import { defineInsert } from '@clawnex/shared/store/statement.ts';

const ALERT = [
  'alert_id',
  'revision',
  'sequence',
  'at_ms',
  'host',
  'origin',
  'incident_id',
  'rule',
  'title',
  'severity',
  'why',
  'entity_kind',
  'entity_id',
  'first_at_ms',
  'last_at_ms',
  'events_json',
  'state',
  'detail_json',
] as const;
const INCIDENT = [
  'incident_id',
  'revision',
  'sequence',
  'host',
  'origin',
  'title',
  'severity',
  'why',
  'entities_json',
  'first_at_ms',
  'last_at_ms',
  'alert_count',
  'event_time_ms',
  'event_id',
  'state',
  'merged_into',
  'risk',
  'detail_json',
] as const;
const replaced = (columns: readonly string[]) =>
  columns
    .slice(1)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ');

/** The same facts give the same alert id. Of two reports the one that stands later on the stream is the newer. */
export const putAlert = defineInsert(
  'alerts',
  ALERT,
  `ON CONFLICT (alert_id) DO UPDATE SET ${replaced(ALERT)} WHERE excluded.sequence > alerts.sequence`,
);
export const putIncident = defineInsert(
  'incidents',
  INCIDENT,
  `ON CONFLICT (incident_id) DO UPDATE SET ${replaced(INCIDENT)} WHERE excluded.sequence > incidents.sequence`,
);
