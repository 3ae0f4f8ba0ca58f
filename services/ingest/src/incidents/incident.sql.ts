import { defineInsert } from '@clawnex/shared/store/statement.ts';

/** The same facts give the same alert id: a repeat changes nothing. */
export const insertAlert = defineInsert(
  'alerts',
  [
    'alert_id',
    'revision',
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
  ],
  'ON CONFLICT DO NOTHING',
);

const INCIDENT = [
  'incident_id',
  'revision',
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
] as const;
const replaced = INCIDENT.slice(1).map((column) => `${column} = excluded.${column}`);

/** Of two reports of an incident the one with more alerts is the newer; then the one told later. */
export const putIncident = defineInsert(
  'incidents',
  INCIDENT,
  `ON CONFLICT (incident_id) DO UPDATE SET ${replaced.join(', ')}
   WHERE (excluded.alert_count, excluded.event_time_ms, excluded.event_id)
       > (incidents.alert_count, incidents.event_time_ms, incidents.event_id)`,
);
