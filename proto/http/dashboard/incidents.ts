import { z } from 'zod';
import { TrafficOrigin } from '../../decision.ts';
import { Entity } from '../../events/incident.ts';
import { Count } from '../../scalars.ts';
import { Severity } from '../../scan.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';

/** What people say of an incident. One that nobody has touched is new. */
export const INCIDENT_STATUSES = ['new', 'investigating', 'contained', 'resolved', 'false_positive'] as const;

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
  /** Rises with each alert and falls with time; what incidents are compared by. */
  risk: z.number().min(0),
  /** Tactics of ATLAS in the order of their first alert. */
  tactics: z.array(z.string()),
  status: z.enum(INCIDENT_STATUSES),
  owner: z.string().nullable(),
});
export type IncidentRow = z.infer<typeof IncidentRow>;

export const listIncidents = defineRoute({
  method: 'GET',
  path: '/api/incidents',
  access: 'incidents:read',
  summary: 'Incidents that stand, last seen first',
  query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
  response: z.strictObject({ rows: z.array(IncidentRow) }),
  errors: [],
});
