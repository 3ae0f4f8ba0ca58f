import { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { ENTITY_KINDS } from '@clawnex/proto/events/incident.ts';
import { Severity } from '@clawnex/proto/scan.ts';
import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const Incident = z.object({
  incident_id: z.string(),
  origin: TrafficOrigin,
  host: z.string(),
  entity_kind: z.enum(ENTITY_KINDS),
  entity_id: z.string(),
  ordinal: z.int(),
  title: z.string(),
  severity: Severity,
  why: z.string(),
  first_at_ms: z.int(),
  last_at_ms: z.int(),
  alert_count: z.int(),
});
export type Incident = z.infer<typeof Incident>;

const COLUMNS = `incident_id, origin, host, entity_kind, entity_id, ordinal, title, severity, why, first_at_ms,
  last_at_ms, alert_count`;
const OF_ENTITY =
  'origin = :origin AND host = :host AND entity_kind = :entity_kind AND entity_id = :entity_id';

/** Oldest first, so that an alert between two joins the same one every time. */
export const findActiveIncident = defineQuery(
  Incident,
  `SELECT ${COLUMNS} FROM incidents WHERE ${OF_ENTITY}
     AND last_at_ms >= :active_from_ms AND first_at_ms <= :active_to_ms
   ORDER BY first_at_ms, ordinal LIMIT 1`,
);
export const nextOrdinal = defineQuery(
  z.object({ ordinal: z.int() }),
  `SELECT coalesce(max(ordinal), 0) + 1 AS ordinal FROM incidents WHERE ${OF_ENTITY}`,
);
export const putIncident = defineWrite(
  `INSERT INTO incidents (${COLUMNS}) VALUES (:incident_id, :origin, :host, :entity_kind, :entity_id, :ordinal,
     :title, :severity, :why, :first_at_ms, :last_at_ms, :alert_count)
   ON CONFLICT (incident_id) DO UPDATE SET severity = :severity, why = :why, first_at_ms = :first_at_ms,
     last_at_ms = :last_at_ms, alert_count = :alert_count`,
);
export const findAlert = defineQuery(
  z.object({ alert_id: z.string() }),
  'SELECT alert_id FROM alerts WHERE alert_id = :alert_id',
);
export const insertAlert = defineWrite(
  'INSERT INTO alerts (alert_id, origin, raised_at_ms) VALUES (:alert_id, :origin, :raised_at_ms)',
);
export const deleteAlertsBefore = defineWrite('DELETE FROM alerts WHERE raised_at_ms < :before_ms');
