import { z } from 'zod';
import { Lifting } from './controls/break-glass.ts';
import { Canary } from './controls/canary.ts';
import { CORRELATION_RULES_LENGTH_MAX } from './controls/correlation-rules.ts';
import { Stop, StopKind } from './controls/stop.ts';
import { RULES_MAX, RuleState, ThreatScore, TryRulesOutcome } from './correlation.ts';
import { type BrokerUser, DAEMONS, type DaemonName } from './daemons.ts';
import { Decision, Mode } from './decision.ts';
import { SIDES } from './events/sides.ts';
import { Health } from './health.ts';
import { Count, EpochMs, EventId, Score } from './scalars.ts';
import { Origin, Verdict } from './scan.ts';
import { TrustReport, TrustWhatIf, TrustWish } from './trust-report.ts';
import { WatchStatus } from './watch-status.ts';

interface CommandDefinition {
  readonly daemons: readonly DaemonName[];
  readonly request: z.ZodType;
  readonly response: z.ZodType;
  readonly deadline_ms: number;
  readonly callers: readonly BrokerUser[];
  readonly summary: string;
}

const Nothing = z.strictObject({});
const Text = z.string().max(600);
/** Who is at the machine's command line, for the audit trail. */
const By = z.string().min(1).max(128);
const Changed = z.strictObject({ id: EventId, published: z.boolean() });

/** A text that the shield is to judge as if an agent had sent it. */
export const TryCase = z.strictObject({
  text: z.string().max(256 * 1024),
  origin: Origin,
  side: z.enum(SIDES),
  agent: z.string().max(256).optional(),
  tool: z.string().max(256).optional(),
});
export type TryCase = z.infer<typeof TryCase>;
export const TRY_CASES_MAX = 200;
const TryRequest = z.strictObject({ cases: z.array(TryCase).min(1).max(TRY_CASES_MAX) });
export const TryResult = z.strictObject({
  verdict: Verdict,
  decision: Decision,
  score: Score,
  rules: z.array(z.string().max(64)).max(64),
  decided_by: z.array(z.string().max(200)).max(32),
});
export type TryResult = z.infer<typeof TryResult>;
const TryAnswer = z.strictObject({
  policy_revision: Count,
  ruleset: z.string().max(64),
  mode: Mode,
  results: z.array(TryResult),
});

/** Requests over the bus, by verb: subject `clawnex.cmd.<daemon>.<verb>`. */
export const COMMANDS = {
  health: {
    daemons: DAEMONS,
    request: Nothing,
    response: Health,
    deadline_ms: 1_000,
    callers: ['dashboard-api', 'cli'],
    summary: 'How the daemon is',
  },
  run: {
    daemons: ['trust-audit', 'host-scanner'],
    request: Nothing,
    response: z.strictObject({ snapshot_id: EventId, findings: Count, failed: Count }),
    deadline_ms: 60_000,
    callers: ['dashboard-api', 'cli'],
    summary: 'Audit or scan now',
  },
  trust_report: {
    daemons: ['trust-audit'],
    request: Nothing,
    response: TrustReport,
    deadline_ms: 10_000,
    callers: ['dashboard-api', 'cli'],
    summary: 'Who can reach what, as the newest run saw it',
  },
  trust_what_if: {
    daemons: ['trust-audit'],
    request: TrustWish,
    response: TrustWhatIf,
    deadline_ms: 10_000,
    callers: ['dashboard-api', 'cli'],
    summary: 'What changes would come to, tried on a copy',
  },
  purge_demo: {
    daemons: ['ingest', 'dashboard-api', 'correlator'],
    request: Nothing,
    response: z.strictObject({ rows: Count }),
    deadline_ms: 60_000,
    callers: ['cli'],
    summary: 'Remove everything the scripted demo left',
  },
  correlation_state: {
    daemons: ['correlator'],
    request: Nothing,
    response: z.strictObject({ threat: ThreatScore, rules: z.array(RuleState).max(RULES_MAX) }),
    deadline_ms: 5_000,
    callers: ['dashboard-api', 'cli'],
    summary: "The threat score and the rules' state",
  },
  try_rules: {
    daemons: ['correlator'],
    request: z.strictObject({ yaml: z.string().max(CORRELATION_RULES_LENGTH_MAX) }),
    response: TryRulesOutcome,
    deadline_ms: 20_000,
    callers: ['dashboard-api', 'cli'],
    summary: 'Check rules, run their tests, and run them over recent events without putting them in force',
  },
  watch_status: {
    daemons: ['watcher'],
    request: Nothing,
    response: WatchStatus,
    deadline_ms: 2_000,
    callers: ['dashboard-api', 'cli'],
    summary: 'What is watched and how far it was read',
  },
  rescan: {
    daemons: ['watcher'],
    request: z.strictObject({ since_ms: EpochMs }),
    response: z.strictObject({ since_ms: EpochMs }),
    deadline_ms: 5_000,
    callers: ['dashboard-api', 'cli'],
    summary: 'Scan session logs again, as after a change of rules',
  },
  setup_link: {
    daemons: ['dashboard-api'],
    request: Nothing,
    response: z.strictObject({ token: z.string().max(128).nullable() }),
    deadline_ms: 2_000,
    callers: ['cli'],
    summary: 'A one-time token for the first operator; null once one exists',
  },
  judge_try: {
    daemons: ['shield'],
    request: TryRequest,
    response: TryAnswer,
    deadline_ms: 10_000,
    callers: ['dashboard-api', 'cli'],
    summary: 'Judge texts under the policy in force without recording or refusing anything',
  },
  policy_get: {
    daemons: ['dashboard-api'],
    request: Nothing,
    response: z.strictObject({ revision: Count, yaml: z.string(), published: z.boolean() }),
    deadline_ms: 2_000,
    callers: ['cli'],
    summary: 'The policy as a document',
  },
  policy_put: {
    daemons: ['dashboard-api'],
    request: z.strictObject({
      revision: Count.nullable(),
      yaml: z.string().max(256 * 1024),
      reason: Text,
      by: By,
    }),
    response: z.strictObject({ revision: Count, published: z.boolean() }),
    deadline_ms: 5_000,
    callers: ['cli'],
    summary: 'Replace the policy; without a revision, whatever the one in force is',
  },
  stops_get: {
    daemons: ['dashboard-api'],
    request: Nothing,
    response: z.strictObject({ stops: z.array(Stop), published: z.boolean() }),
    deadline_ms: 2_000,
    callers: ['cli'],
    summary: 'What is stopped now',
  },
  stop_add: {
    daemons: ['dashboard-api'],
    request: z.strictObject({ kind: StopKind, name: Text, minutes: z.number(), reason: Text, by: By }),
    response: Changed,
    deadline_ms: 5_000,
    callers: ['cli'],
    summary: 'Stop something until a stated time',
  },
  stop_end: {
    daemons: ['dashboard-api'],
    request: z.strictObject({ id: EventId, by: By }),
    response: Changed,
    deadline_ms: 5_000,
    callers: ['cli'],
    summary: 'End a stop before its time',
  },
  break_glass_get: {
    daemons: ['dashboard-api'],
    request: Nothing,
    response: z.strictObject({ lifting: Lifting.nullable(), bypassed: Count, published: z.boolean() }),
    deadline_ms: 2_000,
    callers: ['cli'],
    summary: 'Whether enforcement is lifted',
  },
  break_glass_lift: {
    daemons: ['dashboard-api'],
    request: z.strictObject({ minutes: z.number(), reason: Text, words: Text, by: By }),
    response: Changed,
    deadline_ms: 5_000,
    callers: ['cli'],
    summary: 'Lift enforcement, or ask a second operator to',
  },
  break_glass_end: {
    daemons: ['dashboard-api'],
    request: z.strictObject({ id: EventId, by: By }),
    response: Changed,
    deadline_ms: 5_000,
    callers: ['cli'],
    summary: 'Enforce again now',
  },
  canaries_get: {
    daemons: ['dashboard-api'],
    request: Nothing,
    response: z.strictObject({ canaries: z.array(Canary), published: z.boolean() }),
    deadline_ms: 2_000,
    callers: ['cli'],
    summary: 'Planted markers, without the markers',
  },
  canary_add: {
    daemons: ['dashboard-api'],
    request: z.strictObject({ agent: Text, note: Text, by: By }),
    response: Changed,
    deadline_ms: 5_000,
    callers: ['cli'],
    summary: 'Make a marker to plant',
  },
  canary_end: {
    daemons: ['dashboard-api'],
    request: z.strictObject({ id: EventId, by: By }),
    response: Changed,
    deadline_ms: 5_000,
    callers: ['cli'],
    summary: 'Forget a marker',
  },
} as const satisfies Record<string, CommandDefinition>;

export type CommandVerb = keyof typeof COMMANDS;
export type CommandRequest<V extends CommandVerb> = z.infer<(typeof COMMANDS)[V]['request']>;
export type CommandResponse<V extends CommandVerb> = z.infer<(typeof COMMANDS)[V]['response']>;

/** How a command's failure travels back. */
export const CommandFailure = z.strictObject({
  error: z.strictObject({ code: z.string().max(64), message: z.string().max(600) }),
});
export type CommandFailure = z.infer<typeof CommandFailure>;
