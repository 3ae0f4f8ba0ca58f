import { z } from 'zod';
import { ALERT_STATES, Entity } from '../../events/incident.ts';
import { Count, EventId } from '../../scalars.ts';
import { Severity } from '../../scan.ts';
import { defineRoute } from '../route.ts';
import { INCIDENT_STATUSES, IncidentRow } from './incidents.ts';
import { IsoTime } from './iso-time.ts';

const Params = z.object({ incident_id: EventId });

const Comment = z.strictObject({ comment_id: EventId, at: IsoTime, by: z.string(), text: z.string() });

export const IncidentDetail = z.strictObject({
  row: IncidentRow,
  /** Its alerts were taken back, or are told by another incident. */
  gone: z.boolean(),
  merged_into: EventId.nullable(),
  rules: z.array(z.string()),
  /** What an operator may do, as sentences. */
  actions: z.array(z.string()),
  timeline: z.array(
    z.strictObject({
      at: IsoTime,
      alert_id: EventId,
      title: z.string(),
      severity: Severity,
      why: z.string(),
      tactics: z.array(z.string()),
      /** False: told by another alert's story, or muted. */
      counts: z.boolean(),
    }),
  ),
  alerts: z.array(
    z.strictObject({
      alert_id: EventId,
      rule: z.string(),
      title: z.string(),
      severity: Severity,
      why: z.string(),
      entity: Entity,
      first_at: IsoTime,
      last_at: IsoTime,
      state: z.enum(ALERT_STATES),
      events_total: Count,
      suppressed_by: z.string().nullable(),
      /** Which event, by which rule, when: what it fired on. */
      steps: z.array(z.strictObject({ at: IsoTime, event_id: EventId, rule: z.string() })),
    }),
  ),
  /** Alerts beyond those listed. */
  alerts_left_out: Count,
  /** Null while nobody has touched it. */
  work: z.strictObject({ updated_at: IsoTime, updated_by: z.string() }).nullable(),
  comments: z.array(Comment),
});
export type IncidentDetail = z.infer<typeof IncidentDetail>;

export const readIncident = defineRoute({
  method: 'GET',
  path: '/api/incidents/:incident_id',
  access: 'incidents:read',
  summary: 'One incident with its story, its alerts and what people did about it',
  params: Params,
  response: IncidentDetail,
  errors: ['not_found'],
});

export const changeIncident = defineRoute({
  method: 'PUT',
  path: '/api/incidents/:incident_id/work',
  access: 'incidents:write',
  summary: 'Set status and owner; refused when somebody else did since they were read',
  params: Params,
  body: z.strictObject({
    status: z.enum(INCIDENT_STATUSES),
    owner: z.string().min(1).max(64).nullable(),
    /** `work.updated_at` as it was read; null where nobody had touched it. */
    seen: IsoTime.nullable(),
  }),
  response: z.strictObject({
    status: z.enum(INCIDENT_STATUSES),
    owner: z.string().nullable(),
    updated_at: IsoTime,
    updated_by: z.string(),
  }),
  errors: ['not_found', 'conflict'],
});

export const commentIncident = defineRoute({
  method: 'POST',
  path: '/api/incidents/:incident_id/comments',
  access: 'incidents:write',
  summary: 'Add a comment; it cannot be changed or taken back',
  params: Params,
  body: z.strictObject({ text: z.string().trim().min(1).max(4_000) }),
  response: Comment,
  errors: ['not_found'],
});
