import { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { ALERT_STATES, ENTITY_KINDS } from '@clawnex/proto/events/incident.ts';
import { INCIDENT_STATUSES } from '@clawnex/proto/http/dashboard/incidents.ts';
import { Severity } from '@clawnex/proto/scan.ts';
import { defineInsert, defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

const COLUMNS = `incidents.incident_id, host, origin, title, severity, why, entities_json, first_at_ms, last_at_ms,
     alert_count, risk, detail_json, coalesce(status, 'new') AS status, owner`;
const Row = z.object({
  incident_id: z.string(),
  host: z.string(),
  origin: TrafficOrigin,
  title: z.string(),
  severity: Severity,
  why: z.string(),
  entities_json: z.string(),
  first_at_ms: z.int(),
  last_at_ms: z.int(),
  alert_count: z.int(),
  risk: z.number(),
  detail_json: z.string(),
  status: z.enum(INCIDENT_STATUSES),
  owner: z.string().nullable(),
});
export type StoredIncident = z.infer<typeof Row>;

export const listIncidentRows = defineQuery(
  Row,
  `SELECT ${COLUMNS} FROM incidents LEFT JOIN incident_work USING (incident_id)
   WHERE state = 'open' ORDER BY last_at_ms DESC, incidents.incident_id LIMIT :limit`,
);

export const readIncidentRow = defineQuery(
  Row.extend({
    state: z.enum(['open', 'gone']),
    merged_into: z.string().nullable(),
    updated_at_ms: z.int().nullable(),
    updated_by: z.string().nullable(),
  }),
  `SELECT ${COLUMNS}, state, merged_into, updated_at_ms, updated_by
   FROM incidents LEFT JOIN incident_work USING (incident_id) WHERE incidents.incident_id = :incident_id`,
);

export const listAlertsOfIncident = defineQuery(
  z.object({
    alert_id: z.string(),
    rule: z.string(),
    title: z.string(),
    severity: Severity,
    why: z.string(),
    entity_kind: z.enum(ENTITY_KINDS),
    entity_id: z.string(),
    first_at_ms: z.int(),
    last_at_ms: z.int(),
    state: z.enum(ALERT_STATES),
    detail_json: z.string(),
    events_total: z.int(),
  }),
  `SELECT alert_id, rule, title, severity, why, entity_kind, entity_id, first_at_ms, last_at_ms, state, detail_json,
     json_array_length(events_json) AS events_total
   FROM alerts WHERE incident_id = :incident_id ORDER BY last_at_ms DESC, alert_id LIMIT :limit`,
);

export const countAlertsOfIncident = defineQuery(
  z.object({ alerts: z.int() }),
  'SELECT count(*) AS alerts FROM alerts WHERE incident_id = :incident_id',
);

export const listIncidentComments = defineQuery(
  z.object({ comment_id: z.string(), at_ms: z.int(), by: z.string(), text: z.string() }),
  'SELECT comment_id, at_ms, by, text FROM incident_comments WHERE incident_id = :incident_id ORDER BY at_ms LIMIT :limit',
);

export const readIncidentWork = defineQuery(
  z.object({ updated_at_ms: z.int().nullable() }),
  `SELECT updated_at_ms FROM incidents LEFT JOIN incident_work USING (incident_id)
   WHERE incidents.incident_id = :incident_id`,
);

export const putIncidentWork = defineInsert(
  'incident_work',
  ['incident_id', 'status', 'owner', 'updated_at_ms', 'updated_by'],
  `ON CONFLICT (incident_id) DO UPDATE SET status = excluded.status, owner = excluded.owner,
     updated_at_ms = excluded.updated_at_ms, updated_by = excluded.updated_by`,
);

export const insertIncidentComment = defineInsert('incident_comments', [
  'comment_id',
  'incident_id',
  'at_ms',
  'by',
  'text',
]);
