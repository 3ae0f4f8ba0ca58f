import { z } from 'zod';
import { BREAK_GLASS_MS_MAX, BREAK_GLASS_MS_MIN } from '../../controls/break-glass.ts';
import { EXCEPTION_MS_MAX, ExceptionScope } from '../../controls/exception.ts';
import { APPROVAL_MS_DEFAULT, APPROVAL_MS_MAX } from '../../controls/review.ts';
import { Reason, STOP_MS_MAX, STOP_MS_MIN, StopKind } from '../../controls/stop.ts';
import { Count, EventId, Score } from '../../scalars.ts';
import { Origin, ScannedBlock } from '../../scan.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';

const Id = z.strictObject({ id: EventId });
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** Saved; `published` is false while the broker is away, then the shield hears of it as soon as it is back. */
const Done = z.strictObject({ id: EventId, published: z.boolean() });

export const StopView = z.strictObject({
  id: EventId,
  kind: StopKind,
  name: z.string(),
  reason: z.string(),
  by: z.string(),
  since: IsoTime,
  until: IsoTime,
});

export const listStops = defineRoute({
  method: 'GET',
  path: '/api/containment',
  access: 'policy:read',
  summary: 'Agents, sessions, keys, tools, skills and providers that are stopped now',
  response: z.strictObject({ revision: Count, published: z.boolean(), rows: z.array(StopView) }),
  errors: [],
});

export const addStop = defineRoute({
  method: 'POST',
  path: '/api/containment',
  access: 'containment:write',
  summary:
    'Stop an agent, a session, a key, a tool, a skill or a provider, in both modes, until a stated time',
  body: z.strictObject({
    kind: StopKind,
    name: z.string().trim().min(1).max(256),
    minutes: z
      .number()
      .min(STOP_MS_MIN / MINUTE_MS)
      .max(STOP_MS_MAX / MINUTE_MS),
    reason: Reason,
  }),
  response: Done,
  errors: ['conflict'],
});

export const endStop = defineRoute({
  method: 'DELETE',
  path: '/api/containment/:id',
  access: 'containment:write',
  summary: 'End a stop before its time',
  params: Id,
  response: Done,
  errors: ['not_found'],
});

export const ExceptionView = z.strictObject({
  id: EventId,
  rule: z.string(),
  origins: z.array(Origin).nullable(),
  scope: ExceptionScope,
  reason: z.string(),
  owner: z.string(),
  by: z.string(),
  created_at: IsoTime,
  expires_at: IsoTime,
  state: z.enum(['in_force', 'expires_soon', 'expired']),
  /** Judgements in which it had a part. */
  hits: Count,
  last_hit_at: IsoTime.nullable(),
});

export const listExceptions = defineRoute({
  method: 'GET',
  path: '/api/exceptions',
  access: 'policy:read',
  summary: 'Exceptions from rules, with how often each was needed and when it ends',
  response: z.strictObject({ revision: Count, published: z.boolean(), rows: z.array(ExceptionView) }),
  errors: [],
});

export const addException = defineRoute({
  method: 'POST',
  path: '/api/exceptions',
  access: 'policy:write',
  summary: 'Let one rule count for nothing in one place, until a stated day',
  body: z.strictObject({
    rule: z.string().min(1).max(64),
    origins: z.array(Origin).min(1).max(6).optional(),
    scope: ExceptionScope,
    days: z
      .number()
      .positive()
      .max(EXCEPTION_MS_MAX / DAY_MS),
    owner: z.string().trim().min(1).max(128),
    reason: Reason,
  }),
  response: Done,
  errors: ['conflict'],
});

export const endException = defineRoute({
  method: 'DELETE',
  path: '/api/exceptions/:id',
  access: 'policy:write',
  summary: 'End an exception before its time',
  params: Id,
  response: Done,
  errors: ['not_found'],
});

export const LiftingView = z.strictObject({
  id: EventId,
  reason: z.string(),
  by: z.string(),
  confirmed_by: z.string().nullable(),
  minutes: z.number(),
  asked_at: IsoTime,
  since: IsoTime.nullable(),
  until: IsoTime.nullable(),
  state: z.enum(['waits_for_second', 'lifted', 'over']),
  /** Calls that were let pass although they would have been refused. */
  bypassed: Count,
});

export const readBreakGlass = defineRoute({
  method: 'GET',
  path: '/api/break-glass',
  access: 'policy:read',
  summary: 'Whether enforcement is lifted, by whom, until when, and how many calls that let pass',
  response: z.strictObject({
    lifting: LiftingView.nullable(),
    words: z.string(),
    two_person: z.boolean(),
    published: z.boolean(),
  }),
  errors: [],
});

export const liftEnforcement = defineRoute({
  method: 'POST',
  path: '/api/break-glass',
  access: 'break_glass:write',
  summary: 'Lift enforcement for 15 minutes to 4 hours; scanning goes on',
  body: z.strictObject({
    minutes: z
      .number()
      .min(BREAK_GLASS_MS_MIN / MINUTE_MS)
      .max(BREAK_GLASS_MS_MAX / MINUTE_MS),
    reason: Reason,
    /** The words that `GET` names, typed. */
    words: z.string().max(64),
  }),
  response: Done,
  errors: ['conflict'],
});

export const confirmLifting = defineRoute({
  method: 'POST',
  path: '/api/break-glass/:id/confirm',
  access: 'break_glass:write',
  summary: 'The second operator agrees: from now on enforcement is lifted',
  params: Id,
  body: z.strictObject({ words: z.string().max(64) }),
  response: Done,
  errors: ['not_found', 'conflict'],
});

export const endLifting = defineRoute({
  method: 'DELETE',
  path: '/api/break-glass/:id',
  access: 'break_glass:write',
  summary: 'Enforce again now',
  params: Id,
  response: Done,
  errors: ['not_found'],
});

export const ReviewView = z.strictObject({
  review_id: EventId,
  state: z.enum(['waits', 'approved', 'rejected', 'over']),
  /** Times the call was tried. */
  tries: Count,
  first_at: IsoTime,
  last_at: IsoTime,
  agent: z.string().nullable(),
  session: z.string().nullable(),
  model: z.string().nullable(),
  score: Score,
  call_id: z.string(),
  blocks: z.array(ScannedBlock),
  decided_by: z.string().nullable(),
  until: IsoTime.nullable(),
});

export const listReviews = defineRoute({
  method: 'GET',
  path: '/api/reviews',
  access: 'policy:read',
  summary: 'Held calls that wait for an operator, newest first',
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.strictObject({ rows: z.array(ReviewView) }),
  errors: [],
});

export const decideReview = defineRoute({
  method: 'POST',
  path: '/api/reviews/:id',
  access: 'reviews:decide',
  summary:
    'Approve or reject a held call; approved, exactly its content passes for its caller for a stated time',
  params: Id,
  body: z.strictObject({
    verdict: z.enum(['approved', 'rejected']),
    minutes: z
      .number()
      .positive()
      .max(APPROVAL_MS_MAX / MINUTE_MS)
      .default(APPROVAL_MS_DEFAULT / MINUTE_MS),
    reason: Reason,
  }),
  response: Done,
  errors: ['not_found', 'conflict'],
});

export const listCanaries = defineRoute({
  method: 'GET',
  path: '/api/canaries',
  access: 'policy:read',
  summary: 'Planted markers, without the markers themselves',
  response: z.strictObject({
    published: z.boolean(),
    rows: z.array(
      z.strictObject({
        id: EventId,
        agent: z.string(),
        note: z.string(),
        by: z.string(),
        created_at: IsoTime,
      }),
    ),
  }),
  errors: [],
});

export const addCanary = defineRoute({
  method: 'POST',
  path: '/api/canaries',
  access: 'policy:write',
  summary: 'Make a marker to plant where only one agent reads it; it is shown this once',
  body: z.strictObject({ agent: z.string().trim().min(1).max(256), note: z.string().trim().min(3).max(200) }),
  response: z.strictObject({ id: EventId, marker: z.string(), published: z.boolean() }),
  errors: ['conflict'],
});

export const endCanary = defineRoute({
  method: 'DELETE',
  path: '/api/canaries/:id',
  access: 'policy:write',
  summary: 'Forget a marker: it is not looked for any more',
  params: Id,
  response: Done,
  errors: ['not_found'],
});
