import { ENTITY_KINDS } from '@clawnex/proto/events/incident.ts';
import { z } from 'zod';
import { TimeSpan } from './time-span.ts';

/** Longest sentence an alert may carry, less what names in it may add. */
const WHY_LENGTH_MAX = 300;
const EVENTS_MAX = 2_000;

const names = z.array(z.string().min(1).max(256)).max(32);

/** What an incident may suggest to an operator. Nothing here is done by itself. */
export const RESPONSES = {
  pause_agent: 'Pause the agent until someone has looked',
  revoke_session: 'End the session and start a new one from a clean context',
  rotate_key: 'Rotate the key or secret that was touched',
  rotate_secret: 'Rotate the secret that left or was read',
  block_domain: 'Block the domain for this fleet',
  remove_skill: 'Remove the skill and install it again from a reviewed source',
  disable_mcp_server: 'Disable the MCP server until its tools were reviewed',
  restore_file: 'Restore the file from its last reviewed version',
  restore_policy: 'Put the relaxed setting back',
  end_breakglass: 'End break-glass',
  throttle_agent: 'Limit the calls of the agent',
  set_budget: 'Set a budget for the agent',
  ban_source: 'Ban the source address',
  review_approvals: 'Replace repeated approvals by a policy rule',
  patch_host: 'Install the fix that the host finding names',
  check_source: 'Find out why the source went silent',
  notify_ops: 'Tell operations: this is about availability',
} as const;
export type Response = keyof typeof RESPONSES;
const responseNames = Object.keys(RESPONSES);

/** A response, with "?" for "advise only", which all are. */
const Response = z
  .string()
  .transform((text) => text.replace(/\?$/, ''))
  .refine(
    (text): text is Response => responseNames.includes(text),
    `is no known response: these are ${responseNames.join(', ')}`,
  );

const TestEvent = z.looseObject({
  /** Time after the test's start. */
  t: z.string().optional(),
});

const RuleTest = z.strictObject({
  name: z.string().min(1).max(200),
  events: z.array(TestEvent).max(EVENTS_MAX).default([]),
  expect: z.strictObject({ fires: z.int().min(0) }),
});
export type RuleTest = z.infer<typeof RuleTest>;

/** Our extensions, under `fleet.…` keys or one `fleet` map: Sigma tools that do not know them leave them unread. */
export const FleetSection = z.strictObject({
  /** How windows lie in time. `sliding` unless the condition can only be judged when a window is over. */
  window: z.enum(['sliding', 'tumbling', 'session']).optional(),
  /** For session windows: silence that ends one. */
  gap: TimeSpan.optional(),
  /** How long to wait for events on their way before saying that something did not happen. */
  lateness: TimeSpan.optional(),
  /** Rules whose events must be absent. */
  absence: names.optional(),
  /** After an alert, the same group raises no other for so long. */
  suppress: z.strictObject({ by: names.optional(), for: TimeSpan }).optional(),
  risk: z
    .strictObject({ score: z.number().min(0).max(1_000).optional(), entities: names.optional() })
    .optional(),
  confidence: z.number().min(0).max(1).optional(),
  /** Sentence with {field}, {count} and {timespan}; a part in [brackets] is left out when a field in it is unknown. */
  explain: z.string().min(1).max(WHY_LENGTH_MAX).optional(),
  response: z.array(Response).max(8).optional(),
  tests: z.array(RuleTest).max(64).optional(),
  /** `shadow` counts without alerting; `building_block` only feeds correlations. */
  mode: z.enum(['active', 'shadow', 'building_block']).optional(),
  /** Events with the same value of this field count once. */
  count_once_by: z.string().min(1).max(128).optional(),
  /** Kinds of entities by which the alert joins others; all it knows where not set. */
  entities: z.array(z.enum(ENTITY_KINDS)).max(ENTITY_KINDS.length).optional(),
  /** Rules whose alerts are only a part of this one's story. */
  inhibits: names.optional(),
});
export type FleetSection = z.infer<typeof FleetSection>;
