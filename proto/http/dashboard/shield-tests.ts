import { z } from 'zod';
import { SIDES } from '../../events/sides.ts';
import { Count, EventId } from '../../scalars.ts';
import { Origin, Verdict } from '../../scan.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';

/** A case's text is a message or a page, not a book. */
export const CASE_TEXT_LENGTH_MAX = 16 * 1024;
/** Own cases besides the built-in ones. */
export const OWN_CASES_MAX = 100;

export const CaseView = z.strictObject({
  case_id: z.string(),
  /** Category of the built-in suites, `own` for operators' cases. */
  suite: z.string(),
  title: z.string(),
  origin: Origin,
  side: z.enum(SIDES),
  text: z.string(),
  /** `allow`: exactly that. Otherwise the least that the verdict must be. */
  expected: Verdict,
  /** Of the last run; null where it was not in one. */
  actual: Verdict.nullable(),
  decision: z.string().nullable(),
  passed: z.boolean().nullable(),
  rules: z.array(z.string()),
  decided_by: z.array(z.string()),
});
export type CaseView = z.infer<typeof CaseView>;

export const RunView = z.strictObject({
  run_id: EventId,
  ran_at: IsoTime,
  by: z.string(),
  policy_revision: Count,
  ruleset: z.string(),
  cases: Count,
  failed: Count,
});

export const listShieldTests = defineRoute({
  method: 'GET',
  path: '/api/shield-tests',
  access: 'policy:read',
  summary: 'The shield tests with their last results, the runs before, and the self-test',
  response: z.strictObject({
    suites: z.array(
      z.strictObject({ suite: z.string(), cases: Count, passed: Count.nullable(), failed: Count.nullable() }),
    ),
    cases: z.array(CaseView),
    history: z.array(RunView),
    /** The call that runs through the shield by itself; null before the first. */
    self_test: z.strictObject({ at: IsoTime, ok: z.boolean(), why: z.string() }).nullable(),
  }),
  errors: [],
});

export const runShieldTests = defineRoute({
  method: 'POST',
  path: '/api/shield-tests/run',
  access: 'policy:write',
  summary: 'Run all shield tests under the policy in force; nothing is refused or recorded as traffic',
  body: z.strictObject({}),
  response: RunView,
  errors: ['unavailable', 'timed_out'],
});

export const addShieldTest = defineRoute({
  method: 'POST',
  path: '/api/shield-tests/cases',
  access: 'policy:write',
  summary: 'Add a case of your own',
  body: z.strictObject({
    title: z.string().trim().min(3).max(120),
    text: z.string().min(1).max(CASE_TEXT_LENGTH_MAX),
    origin: Origin,
    side: z.enum(SIDES).default('request'),
    expected: Verdict,
  }),
  response: z.strictObject({ case_id: EventId }),
  errors: ['conflict'],
});

export const endShieldTest = defineRoute({
  method: 'DELETE',
  path: '/api/shield-tests/cases/:id',
  access: 'policy:write',
  summary: 'Remove a case of your own',
  params: z.strictObject({ id: EventId }),
  response: z.strictObject({ case_id: EventId }),
  errors: ['not_found'],
});
