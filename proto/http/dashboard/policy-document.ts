import { z } from 'zod';
import { SIDES } from '../../events/sides.ts';
import { Action, POLICY_LINES_MAX, Profile, ROUTES } from '../../policy.ts';
import { Count, Score } from '../../scalars.ts';
import { Category, Origin, Severity } from '../../scan.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';
import { PolicyView } from './policy.ts';

/** A policy is some thousand lines at most. */
const Yaml = z.string().max(256 * 1024);
const BODY_BYTES_MAX = 512 * 1024;
export const ChangeReason = z.string().trim().min(3).max(500);

/** One place where two documents differ. */
export const DifferenceView = z.strictObject({
  where: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

export const readPolicyDocument = defineRoute({
  method: 'GET',
  path: '/api/policy/document',
  access: 'policy:read',
  summary: "The shield's whole policy as one readable document",
  response: z.strictObject({ revision: Count, yaml: z.string(), published: z.boolean() }),
  errors: [],
});

export const writePolicyDocument = defineRoute({
  method: 'PUT',
  path: '/api/policy/document',
  access: 'policy:write',
  summary:
    'Replace the whole policy; a fault is refused with its place, a policy changed meanwhile with the difference',
  body: z.strictObject({ revision: Count, yaml: Yaml, reason: ChangeReason }),
  body_bytes_max: BODY_BYTES_MAX,
  response: PolicyView,
  errors: ['conflict'],
});

export const checkPolicyDocument = defineRoute({
  method: 'POST',
  path: '/api/policy/check',
  access: 'policy:read',
  summary: 'Check a policy without putting it in force: what would change',
  body: z.strictObject({ yaml: Yaml }),
  body_bytes_max: BODY_BYTES_MAX,
  response: z.strictObject({ revision: Count, differences: z.array(DifferenceView) }),
  errors: [],
});

export const listPolicyVersions = defineRoute({
  method: 'GET',
  path: '/api/policy/versions',
  access: 'policy:read',
  summary: 'Who changed the policy when, and why',
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.strictObject({
    rows: z.array(
      z.strictObject({
        revision: Count,
        mode: z.string(),
        profile: z.string(),
        updated_at: IsoTime,
        updated_by: z.string(),
        reason: z.string(),
      }),
    ),
  }),
  errors: [],
});

const Name = z.string().min(1).max(256).optional();

export const explainPolicy = defineRoute({
  method: 'POST',
  path: '/api/policy/explain',
  access: 'policy:read',
  summary: 'Which line of the policy decides about one detection of one caller',
  body: z.strictObject({
    /** In place of the policy in force. */
    yaml: Yaml.optional(),
    host: Name,
    instance: Name,
    agent: Name,
    key: Name,
    model: Name,
    tool: Name,
    route: z.enum(ROUTES).default('litellm'),
    rule: z.string().max(64).default(''),
    category: Category,
    severity: Severity.default('high'),
    origin: Origin.default('user'),
    side: z.enum(SIDES).default('request'),
  }),
  body_bytes_max: BODY_BYTES_MAX,
  response: z.strictObject({
    mode: z.string(),
    profile: Profile,
    review_score: Score,
    block_score: Score,
    on_review: z.enum(['pass', 'hold']),
    where: z.record(z.string(), z.string()),
    action: Action,
    decided_by: z.string(),
    profile_title: z.string(),
    profile_lines: z.array(z.strictObject({ text: z.string().max(300) })).max(POLICY_LINES_MAX),
  }),
  errors: [],
});
