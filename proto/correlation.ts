import { z } from 'zod';
import { Entity } from './events/incident.ts';
import { Count, EpochMs, EventId } from './scalars.ts';
import { Severity } from './scan.ts';

/** What the correlator says about one of its rules. */
export const RuleState = z.strictObject({
  rule: z.string().max(256),
  title: z.string().max(256),
  kind: z.enum(['detection', 'correlation']),
  severity: Severity,
  /** `block`: only feeds correlations. */
  status: z.enum(['live', 'shadow', 'block']),
  source: z.enum(['builtin', 'own']),
  file: z.string().max(256),
  tags: z.array(z.string().max(128)).max(64),
  /** Times it matched or fired since the correlator's database was made. */
  hits: Count,
  /** Null: never. */
  last_ms: EpochMs.nullable(),
  tests: z.strictObject({ passed: Count, failed: Count }),
});
export type RuleState = z.infer<typeof RuleState>;

export const RULES_MAX = 2_000;

/** How threatened the fleet is, from 0 to 100, with everything that makes it so. */
export const ThreatScore = z.strictObject({
  score: z.number().min(0).max(100),
  formula: z.string().max(400),
  /** Worst first; those that weigh less than a tenth of a point are left out. */
  contributions: z
    .array(
      z.strictObject({
        incident_id: EventId,
        title: z.string().max(240),
        severity: Severity,
        entity: Entity,
        /** Points of risk that it has now. */
        points: z.number().min(0),
        why: z.string().max(600),
      }),
    )
    .max(50),
  read_at_ms: EpochMs,
});
export type ThreatScore = z.infer<typeof ThreatScore>;

/** One mistake in rules, and exactly where. */
export const RuleProblem = z.strictObject({
  file: z.string().max(256),
  line: Count,
  column: Count,
  pointer: z.string().max(400),
  message: z.string().max(1_000),
});
export type RuleProblem = z.infer<typeof RuleProblem>;

/** What rules would do, were they in force. */
export const TryRulesOutcome = z.strictObject({
  problems: z.array(RuleProblem).max(50),
  warnings: z.array(z.string().max(600)).max(50),
  tests: z
    .array(z.strictObject({ name: z.string().max(500), failure: z.string().max(600).nullable() }))
    .max(500),
  /** Recent events that they were run over; none where the rules do not load. */
  events: Count,
  from_ms: EpochMs.nullable(),
  to_ms: EpochMs.nullable(),
  alerts_total: Count,
  alerts: z
    .array(
      z.strictObject({
        rule: z.string().max(256),
        title: z.string().max(256),
        severity: Severity,
        why: z.string().max(600),
        at_ms: EpochMs,
        entity: Entity,
      }),
    )
    .max(50),
});
export type TryRulesOutcome = z.infer<typeof TryRulesOutcome>;
