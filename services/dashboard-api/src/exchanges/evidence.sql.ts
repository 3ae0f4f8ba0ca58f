import { Decision, Mode } from '@clawnex/proto/decision.ts';
import { Side } from '@clawnex/proto/events/exchange.ts';
import { Category, Severity, Verdict } from '@clawnex/proto/scan.ts';
import { defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

/** A call has two sides; re-sends while streaming add some. More than this is no evidence, it is a flood. */
const JUDGEMENTS_SHOWN = 64;

const StoredJudgement = z.object({
  event_id: z.string(),
  at_ms: z.int(),
  side: Side,
  mode: Mode,
  policy_revision: z.int(),
  ruleset: z.string(),
  verdict: Verdict,
  score: z.int(),
  decision: Decision,
  reason: z.string().nullable(),
  evidence_id: z.string(),
  blocks_total: z.int(),
  blocks_cached: z.int(),
  blocks_redacted: z.int(),
  length_total: z.int(),
  latency_us: z.int(),
  deadline_exceeded: z.int(),
  blocks_json: z.string(),
});
export type StoredJudgement = z.infer<typeof StoredJudgement>;

export const listJudgements = defineQuery(
  StoredJudgement,
  `SELECT ${Object.keys(StoredJudgement.shape).join(', ')}
   FROM judgements WHERE exchange = :exchange ORDER BY at_ms, seq LIMIT ${JUDGEMENTS_SHOWN}`,
);

const StoredLog = z.object({
  status: z.enum(['success', 'failure']),
  call_type: z.string().nullable(),
  stream: z.int().nullable(),
  started_at_ms: z.int(),
  ended_at_ms: z.int(),
  first_token_at_ms: z.int().nullable(),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  cache_read_tokens: z.int().nullable(),
  cache_write_tokens: z.int().nullable(),
  reasoning_tokens: z.int().nullable(),
  cost_microusd: z.int().nullable(),
  cost_trust: z.enum(['reported', 'unpriced', 'unknown']),
  error_class: z.string().nullable(),
  error_code: z.string().nullable(),
});
export type StoredLog = z.infer<typeof StoredLog>;

/** Of several records of one call, the one that counts: a success before failures, then the latest. */
export const findLogThatCounts = defineQuery(
  StoredLog,
  `SELECT ${Object.keys(StoredLog.shape).join(', ')}
   FROM log_records WHERE exchange = :exchange
   ORDER BY (status = 'success') DESC, ended_at_ms DESC, event_id DESC LIMIT 1`,
);

export const findRuleSnapshot = defineQuery(
  z.object({
    rule: z.string(),
    title: z.string(),
    category: Category,
    severity: Severity,
    why: z.string(),
    verify: z.string(),
  }),
  `SELECT rule, title, category, severity, why, verify
   FROM rule_snapshots WHERE ruleset = :ruleset AND rule = :rule`,
);
