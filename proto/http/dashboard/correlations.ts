import { z } from 'zod';
import { CORRELATION_RULES_LENGTH_MAX } from '../../controls/correlation-rules.ts';
import { SUPPRESSION_DAYS_MAX } from '../../controls/suppression.ts';
import { RuleProblem, RuleState, ThreatScore, TryRulesOutcome } from '../../correlation.ts';
import { Entity } from '../../events/incident.ts';
import { Count, EventId } from '../../scalars.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';
import { ChangeReason } from './policy-document.ts';

const Yaml = z.string().max(CORRELATION_RULES_LENGTH_MAX);
const BODY_BYTES_MAX = 512 * 1024;

export const readThreat = defineRoute({
  method: 'GET',
  path: '/api/correlations/threat',
  access: 'incidents:read',
  summary: "The fleet's threat score with its formula and everything that contributes to it",
  response: ThreatScore.omit({ read_at_ms: true }).extend({ read_at: IsoTime }),
  errors: ['unavailable', 'timed_out'],
});

export const listCorrelationRules = defineRoute({
  method: 'GET',
  path: '/api/correlations/rules',
  access: 'incidents:read',
  summary: 'The rules in force: status, hits, when each last fired, and its own tests',
  response: z.strictObject({
    rows: z.array(RuleState.omit({ last_ms: true }).extend({ last_at: IsoTime.nullable() })),
  }),
  errors: ['unavailable', 'timed_out'],
});

export const readCorrelationRules = defineRoute({
  method: 'GET',
  path: '/api/correlations/own-rules',
  access: 'incidents:read',
  summary: "The operators' own correlation rules, as Sigma YAML",
  response: z.strictObject({ revision: Count, yaml: z.string(), published: z.boolean() }),
  errors: [],
});

export const tryCorrelationRules = defineRoute({
  method: 'POST',
  path: '/api/correlations/own-rules/try',
  access: 'incidents:read',
  summary:
    'Check rules beside the shipped ones, run their tests, and run them over recent events; puts nothing in force',
  body: z.strictObject({ yaml: Yaml }),
  body_bytes_max: BODY_BYTES_MAX,
  response: TryRulesOutcome.omit({ from_ms: true, to_ms: true, alerts: true }).extend({
    problems: z.array(RuleProblem),
    from: IsoTime.nullable(),
    to: IsoTime.nullable(),
    alerts: z.array(TryRulesOutcome.shape.alerts.element.omit({ at_ms: true }).extend({ at: IsoTime })),
  }),
  errors: ['unavailable', 'timed_out'],
});

export const writeCorrelationRules = defineRoute({
  method: 'PUT',
  path: '/api/correlations/own-rules',
  access: 'policy:write',
  summary:
    'Replace the own correlation rules; refused with the first mistake, also where a test of theirs fails',
  body: z.strictObject({ revision: Count, yaml: Yaml, reason: ChangeReason }),
  body_bytes_max: BODY_BYTES_MAX,
  response: z.strictObject({ revision: Count, published: z.boolean() }),
  errors: ['conflict', 'unavailable', 'timed_out'],
});

const SuppressionView = z.strictObject({
  id: EventId,
  rule: z.string().nullable(),
  entity: Entity,
  reason: z.string(),
  owner: z.string(),
  from: IsoTime,
  until: IsoTime,
  active: z.boolean(),
  /** Alerts that it muted. */
  hits: Count,
});
const Scope = { rule: z.string().min(1).max(128).optional(), entity: Entity };

export const listSuppressions = defineRoute({
  method: 'GET',
  path: '/api/suppressions',
  access: 'incidents:read',
  summary: 'What is muted for whom, until when, why, and how much it muted',
  response: z.strictObject({ revision: Count, rows: z.array(SuppressionView) }),
  errors: [],
});

export const previewSuppression = defineRoute({
  method: 'POST',
  path: '/api/suppressions/preview',
  access: 'incidents:read',
  summary: 'What a suppression would have muted of the stored alerts',
  body: z.strictObject({ ...Scope, days: z.int().min(1).max(SUPPRESSION_DAYS_MAX).default(30) }),
  response: z.strictObject({
    since: IsoTime,
    alerts: Count,
    incidents: Count,
    /** Of those incidents, the ones that people found to be real. */
    confirmed: Count,
  }),
  errors: [],
});

export const addSuppression = defineRoute({
  method: 'POST',
  path: '/api/suppressions',
  access: 'incidents:write',
  summary: `Mute alerts about one entity for a stated time, ${SUPPRESSION_DAYS_MAX} days at most`,
  body: z.strictObject({
    ...Scope,
    reason: ChangeReason,
    days: z.number().min(0.01).max(SUPPRESSION_DAYS_MAX),
  }),
  response: z.strictObject({ id: EventId, published: z.boolean() }),
  errors: ['conflict'],
});

export const endSuppression = defineRoute({
  method: 'POST',
  path: '/api/suppressions/:id/end',
  access: 'incidents:write',
  summary: 'End a suppression now; what it muted stays counted',
  params: z.object({ id: EventId }),
  body: z.strictObject({ reason: ChangeReason }),
  response: z.strictObject({ id: EventId, published: z.boolean() }),
  errors: ['not_found', 'conflict'],
});
