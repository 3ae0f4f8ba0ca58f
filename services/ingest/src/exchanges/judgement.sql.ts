import { Decision, TrafficOrigin } from '@clawnex/proto/decision.ts';
import { Side } from '@clawnex/proto/events/exchange.ts';
import { Verdict } from '@clawnex/proto/scan.ts';
import { defineInsert, defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const insertJudgement = defineInsert('judgements', [
  'event_id',
  'exchange',
  'at_ms',
  'side',
  'host',
  'origin',
  'instance',
  'agent',
  'session',
  'model',
  'caller_json',
  'mode',
  'policy_revision',
  'ruleset',
  'verdict',
  'score',
  'decision',
  'reason',
  'evidence_id',
  'blocks_total',
  'blocks_cached',
  'blocks_redacted',
  'length_total',
  'latency_us',
  'deadline_exceeded',
  'blocks_json',
  'settled_json',
  'review_id',
  'break_glass_id',
]);

/** An exception had a part in one more judgement. */
export const countExceptionHit = defineWrite(
  `INSERT INTO exception_hits (exception_id, hits, last_at_ms) VALUES (:exception_id, 1, :at_ms)
   ON CONFLICT (exception_id) DO UPDATE SET hits = hits + 1, last_at_ms = max(last_at_ms, excluded.last_at_ms)`,
);

/** What an exchange's row is made of, from one judgement. */
export const JudgementFacts = z.object({
  event_id: z.string(),
  at_ms: z.int(),
  side: Side,
  host: z.string(),
  origin: TrafficOrigin,
  instance: z.string().nullable(),
  agent: z.string().nullable(),
  session: z.string().nullable(),
  model: z.string().nullable(),
  caller_json: z.string(),
  verdict: Verdict,
  score: z.int(),
  decision: Decision,
  latency_us: z.int(),
});
export type JudgementFacts = z.infer<typeof JudgementFacts>;

/** In an order that does not depend on the order of arrival. */
export const readJudgements = defineQuery(
  JudgementFacts,
  `SELECT event_id, at_ms, side, host, origin, instance, agent, session, model, caller_json, verdict, score, decision,
          latency_us
   FROM judgements WHERE exchange = :exchange ORDER BY at_ms, event_id`,
);
