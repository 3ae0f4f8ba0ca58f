import { defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

/** Alerts each suppression muted, as the correlator said with each alert. */
export const countMuted = defineQuery(
  z.object({ id: z.string(), hits: z.int() }),
  `SELECT detail_json ->> '$.suppressed_by' AS id, count(*) AS hits FROM alerts
   WHERE origin = 'live' AND detail_json ->> '$.suppressed_by' IS NOT NULL GROUP BY 1`,
);

/** Stored alerts about an entity: by themselves, or as part of an incident that names it. */
export const previewMuted = defineQuery(
  z.object({ alerts: z.int(), incidents: z.int(), confirmed: z.int() }),
  `SELECT count(*) AS alerts, count(DISTINCT alerts.incident_id) AS incidents,
     count(DISTINCT CASE WHEN incident_work.status IN ('contained', 'resolved') THEN alerts.incident_id END) AS confirmed
   FROM alerts LEFT JOIN incidents USING (incident_id)
     LEFT JOIN incident_work ON incident_work.incident_id = alerts.incident_id
   WHERE alerts.origin = 'live' AND alerts.last_at_ms >= :since_ms AND alerts.state <> 'retracted'
     AND (:rule IS NULL OR alerts.rule = :rule)
     AND (alerts.entity_kind = :kind AND alerts.entity_id = :id
       OR EXISTS (SELECT 1 FROM json_each(incidents.entities_json)
         WHERE value ->> '$.kind' = :kind AND value ->> '$.id' = :id))`,
);
