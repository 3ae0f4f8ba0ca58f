import { z } from 'zod';
import { TrafficOrigin } from '../../decision.ts';
import { Entity } from '../../events/incident.ts';
import { Count } from '../../scalars.ts';
import { Severity } from '../../scan.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';

export const IncidentRow = z.strictObject({
  incident_id: z.string(),
  host: z.string(),
  origin: TrafficOrigin,
  title: z.string(),
  severity: Severity,
  why: z.string(),
  entities: z.array(Entity),
  first_at: IsoTime,
  last_at: IsoTime,
  alert_count: Count,
});
export type IncidentRow = z.infer<typeof IncidentRow>;

export const listIncidents = defineRoute({
  method: 'GET',
  path: '/api/incidents',
  access: 'incidents:read',
  summary: 'Incidents, last seen first',
  query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
  response: z.strictObject({ rows: z.array(IncidentRow) }),
  errors: [],
});
