import { Decision, TrafficOrigin } from '@clawnex/proto/decision.ts';
import { Category, Severity, Verdict } from '@clawnex/proto/scan.ts';
import { defineInsert, defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

/** Columns with an index of their own: rewriting them costs an index entry each. */
const INDEXED = [
  'at_ms',
  'host',
  'origin',
  'agent',
  'session',
  'model',
  'key_alias',
  'verdict',
  'decision',
] as const;
const OTHERS = [
  'revision',
  'instance',
  'provider',
  'caller_json',
  'score',
  'categories_json',
  'rules_json',
  'request_at_ms',
  'request_verdict',
  'request_score',
  'request_decision',
  'request_latency_us',
  'response_at_ms',
  'response_verdict',
  'response_score',
  'response_decision',
  'response_latency_us',
  'log_status',
  'log_duration_ms',
  'prompt_tokens',
  'completion_tokens',
  'cost_microusd',
  'cost_trust',
] as const;

const assign = (columns: readonly string[]) => columns.map((column) => `${column} = :${column}`).join(', ');

export const findExchange = defineQuery(
  z.object({ seq: z.int() }),
  'SELECT seq FROM exchanges WHERE call_id = :call_id',
);
/** What the row says in its indexed columns now. */
export const IndexedPart = z.object({
  at_ms: z.int(),
  host: z.string(),
  origin: TrafficOrigin,
  agent: z.string().nullable(),
  session: z.string().nullable(),
  model: z.string().nullable(),
  key_alias: z.string().nullable(),
  verdict: Verdict.nullable(),
  decision: Decision.nullable(),
});
export type IndexedPart = z.infer<typeof IndexedPart>;
export const readIndexedPart = defineQuery(
  IndexedPart,
  `SELECT ${INDEXED.join(', ')} FROM exchanges WHERE seq = :seq`,
);
export const insertExchange = defineInsert('exchanges', ['seq', 'call_id', ...INDEXED, ...OTHERS]);
export const updateExchange = defineWrite(
  `UPDATE exchanges SET ${assign([...INDEXED, ...OTHERS])} WHERE seq = :seq`,
);
/** For the usual case that nothing indexed changed. */
export const updateExchangeDetails = defineWrite(`UPDATE exchanges SET ${assign(OTHERS)} WHERE seq = :seq`);

export const addToMinute = defineWrite(
  `INSERT INTO exchange_minutes (origin, minute_ms, verdict, exchanges) VALUES (:origin, :minute_ms, :verdict, 1)
   ON CONFLICT DO UPDATE SET exchanges = exchanges + 1`,
);
export const takeFromMinute = defineWrite(
  `UPDATE exchange_minutes SET exchanges = exchanges - 1
   WHERE origin = :origin AND minute_ms = :minute_ms AND verdict = :verdict`,
);
export const dropEmptyMinute = defineWrite(
  `DELETE FROM exchange_minutes
   WHERE origin = :origin AND minute_ms = :minute_ms AND verdict = :verdict AND exchanges <= 0`,
);

/** A rule's hits in an exchange, from all its judgements. */
export const RuleHit = z.object({
  rule: z.string(),
  category: Category,
  severity: Severity,
  confidence: z.number(),
});
export type RuleHit = z.infer<typeof RuleHit>;
export const readRuleHits = defineQuery(
  RuleHit,
  `SELECT DISTINCT rule, category, severity, confidence FROM detections
   WHERE judgement IN (SELECT seq FROM judgements WHERE exchange = :exchange)`,
);
export const insertExchangeRule = defineInsert(
  'exchange_rules',
  ['exchange', 'rule', 'category', 'severity', 'confidence', 'origin', 'at_ms'],
  `ON CONFLICT DO UPDATE SET category = excluded.category, severity = excluded.severity,
     confidence = excluded.confidence, origin = excluded.origin, at_ms = excluded.at_ms`,
);
export const insertExchangeCategory = defineInsert(
  'exchange_categories',
  ['exchange', 'category', 'origin', 'at_ms'],
  'ON CONFLICT DO UPDATE SET origin = excluded.origin, at_ms = excluded.at_ms',
);
