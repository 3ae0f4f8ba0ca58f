import { z } from 'zod';
import { Mode } from '../../decision.ts';
import { DEADLINE_MS_MAX, DEADLINE_MS_MIN, Profile } from '../../policy.ts';
import { Count, Score } from '../../scalars.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';

export const PolicyView = z.strictObject({
  revision: Count,
  mode: Mode,
  deadline_ms: Count,
  on_deadline: z.enum(['block', 'pass']),
  review_score: Score,
  block_score: Score,
  /** What the policy says besides; the whole of it is the document. */
  profile: Profile.optional(),
  lines: Count.optional(),
  scopes: Count.optional(),
  updated_at: IsoTime.nullable(),
  updated_by: z.string(),
  /** False while the broker is away: saved, and published as soon as it is back. */
  published: z.boolean(),
});
export type PolicyView = z.infer<typeof PolicyView>;

export const readPolicy = defineRoute({
  method: 'GET',
  path: '/api/policy',
  access: 'policy:read',
  summary: "The shield's policy",
  response: PolicyView,
  errors: [],
});

export const changePolicy = defineRoute({
  method: 'PUT',
  path: '/api/policy',
  access: 'policy:write',
  summary: "Change the shield's policy; refused when somebody else changed it since `revision`",
  body: z.strictObject({
    revision: Count,
    mode: Mode,
    deadline_ms: z.int().min(DEADLINE_MS_MIN).max(DEADLINE_MS_MAX),
    on_deadline: z.enum(['block', 'pass']),
    review_score: Score,
    block_score: Score,
    reason: z.string().min(3).max(500),
  }),
  response: PolicyView,
  errors: ['conflict'],
});
