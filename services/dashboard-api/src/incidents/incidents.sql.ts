import { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { Severity } from '@clawnex/proto/scan.ts';
import { defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const listIncidentRows = defineQuery(
  z.object({
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
  }),
  `SELECT incident_id, host, origin, title, severity, why, entities_json, first_at_ms, last_at_ms, alert_count
   FROM incidents ORDER BY last_at_ms DESC, incident_id LIMIT :limit`,
);
