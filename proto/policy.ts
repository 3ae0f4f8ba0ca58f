import { z } from 'zod';
import { Mode } from './decision.ts';
import { SIDES } from './events/sides.ts';
import { Count, EpochMs, Score } from './scalars.ts';
import { Category, Origin, Severity } from './scan.ts';

/** Bounds of the scan deadline. Below 20 ms a normal history misses it; LiteLLM itself would wait 600 s. */
export const DEADLINE_MS_MIN = 20;
export const DEADLINE_MS_MAX = 5_000;
/** A policy is read by people, and settled for every call. */
export const POLICY_LINES_MAX = 200;
export const POLICY_SCOPES_MAX = 100;

/** Named settings, each whole and tested (`services/shield/profile-matrix.md`). What a profile does is in `shared/policy/profiles.ts`. */
export const PROFILES = ['observe', 'balanced', 'strict', 'data_loss', 'high_risk'] as const;
export const Profile = z.enum(PROFILES);
export type Profile = z.infer<typeof Profile>;

/**
 * What a line does with a detection. `score` leaves it to the thresholds; `review` and `block` are the least that
 * follows; `redact` cuts the hit out of a prompt and refuses an answer; `allow` counts it for nothing.
 */
export const ACTIONS = ['score', 'review', 'block', 'redact', 'allow'] as const;
export const Action = z.enum(ACTIONS);
export type Action = z.infer<typeof Action>;

/** Doors through which text reaches the shield. */
export const ROUTES = ['litellm', 'scan', 'moderations'] as const;

/** A name, or the beginning of names with `*` at its end. */
export const NamePattern = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^*]*\*?$/, 'may hold one * at its end, and nothing else that stands for other characters');

/** One line: which detections, and what is done with them. Of several that fit, the most specific counts. */
export const PolicyLine = z
  .strictObject({
    rule: NamePattern.optional(),
    category: Category.optional(),
    origin: Origin.optional(),
    side: z.enum(SIDES).optional(),
    /** The line is about detections of this severity and above. */
    severity: Severity.optional(),
    action: Action,
    reason: z.string().min(3).max(240).optional(),
  })
  .refine(({ rule, category }) => rule !== undefined || category !== undefined, 'needs a rule or a category')
  .refine(({ action, reason }) => action !== 'allow' || reason !== undefined, {
    path: ['reason'],
    message: 'is needed where a line allows',
  });
export type PolicyLine = z.infer<typeof PolicyLine>;

/** Whom a scope is about: every name given must fit. */
export const ScopeMatch = z
  .strictObject({
    host: NamePattern.optional(),
    /** LiteLLM's team: one installed runtime, where the operator gives each its own. */
    instance: NamePattern.optional(),
    /** The virtual key's alias, or the agent that the session's name says where no key does. */
    agent: NamePattern.optional(),
    /** Alias or hash of the virtual key. */
    key: NamePattern.optional(),
    model: NamePattern.optional(),
    tool: NamePattern.optional(),
    route: z.enum(ROUTES).optional(),
  })
  .refine((match) => Object.values(match).some((value) => value !== undefined), 'needs at least one name');
export type ScopeMatch = z.infer<typeof ScopeMatch>;

/** What differs for some callers or tools. The most specific scope that says something about a thing decides it. */
export const PolicyScope = z
  .strictObject({
    name: z.string().min(1).max(80),
    match: ScopeMatch,
    mode: Mode.optional(),
    profile: Profile.optional(),
    review_score: Score.optional(),
    block_score: Score.optional(),
    on_review: z.enum(['pass', 'hold']).optional(),
    lines: z.array(PolicyLine).max(POLICY_LINES_MAX).default([]),
  })
  .refine(
    ({ match, mode, profile, review_score, block_score, on_review }) =>
      match.tool === undefined ||
      [mode, profile, review_score, block_score, on_review].every((value) => value === undefined),
    {
      path: ['match', 'tool'],
      message: 'a scope of a tool holds lines only: a call has one mode and profile',
    },
  );
export type PolicyScope = z.infer<typeof PolicyScope>;

const document = {
  mode: Mode,
  profile: Profile.default('balanced'),
  deadline_ms: z.int().min(DEADLINE_MS_MIN).max(DEADLINE_MS_MAX),
  on_deadline: z.enum(['block', 'pass']),
  /** Scores from which a verdict is raised to review or block, whatever the engine's own thresholds said. A profile may be stricter. */
  review_score: Score,
  block_score: Score,
  /** What a review verdict means in block mode; absent, the profile says. */
  on_review: z.enum(['pass', 'hold']).optional(),
  /** Break-glass needs a second operator. */
  two_person_break_glass: z.boolean().default(false),
  lines: z.array(PolicyLine).max(POLICY_LINES_MAX).default([]),
  scopes: z.array(PolicyScope).max(POLICY_SCOPES_MAX).default([]),
} as const;

/** What operators write: the policy without the marks of its version. */
export const PolicyDocument = z.strictObject(document);
export type PolicyDocument = z.infer<typeof PolicyDocument>;

/** The shield's policy as dashboard-api publishes it. `revision` rises by one with each change. */
export const Policy = z.strictObject({
  revision: Count,
  ...document,
  updated_at_ms: EpochMs,
  updated_by: z.string().max(128),
});
export type Policy = z.infer<typeof Policy>;

/** In force until an operator decides otherwise: observe before block, and fail closed when the shield itself is late. */
export const DEFAULT_POLICY: Policy = {
  revision: 0,
  mode: 'observe',
  profile: 'balanced',
  deadline_ms: 250,
  on_deadline: 'block',
  review_score: 40,
  block_score: 75,
  two_person_break_glass: false,
  lines: [],
  scopes: [],
  updated_at_ms: 0,
  updated_by: 'default',
};
