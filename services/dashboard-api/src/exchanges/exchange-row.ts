import { Decision, TrafficOrigin } from '@clawnex/proto/decision.ts';
import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { Category, Verdict } from '@clawnex/proto/scan.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import { z } from 'zod';

const CostTrust = z.enum(['reported', 'unpriced', 'unknown']);
const Status = z.enum(['success', 'failure']);

/** Rule ids a row shows. */
const RULES_SHOWN = 8;

/** A row of `exchanges` as the list, the live stream and the detail read it. */
export const StoredExchange = z.object({
  seq: z.int(),
  call_id: z.string(),
  revision: z.int(),
  at_ms: z.int(),
  host: z.string(),
  origin: TrafficOrigin,
  agent: z.string().nullable(),
  session: z.string().nullable(),
  model: z.string().nullable(),
  provider: z.string().nullable(),
  key_alias: z.string().nullable(),
  caller_json: z.string(),
  verdict: Verdict.nullable(),
  score: z.int().nullable(),
  decision: Decision.nullable(),
  categories_json: z.string(),
  rules_json: z.string(),
  request_at_ms: z.int().nullable(),
  request_verdict: Verdict.nullable(),
  request_score: z.int().nullable(),
  request_decision: Decision.nullable(),
  request_latency_us: z.int().nullable(),
  response_at_ms: z.int().nullable(),
  response_verdict: Verdict.nullable(),
  response_score: z.int().nullable(),
  response_decision: Decision.nullable(),
  response_latency_us: z.int().nullable(),
  log_status: Status.nullable(),
  log_duration_ms: z.int().nullable(),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  cost_microusd: z.int().nullable(),
  cost_trust: CostTrust.nullable(),
});
export type StoredExchange = z.infer<typeof StoredExchange>;

/** Columns of `StoredExchange`, of the table under the name `e`. */
export const EXCHANGE_COLUMNS = Object.keys(StoredExchange.shape)
  .map((column) => `e.${column}`)
  .join(', ');

const Categories = z.array(Category);
const Rules = z.array(z.string());

export function toExchangeRow(stored: StoredExchange): ExchangeRow {
  return {
    call_id: stored.call_id,
    revision: stored.revision,
    at: toIso(stored.at_ms),
    host: stored.host,
    origin: stored.origin,
    agent: stored.agent,
    session: stored.session,
    model: stored.model,
    provider: stored.provider,
    key_alias: stored.key_alias,
    verdict: stored.verdict,
    score: stored.score,
    decision: stored.decision,
    categories: Categories.parse(JSON.parse(stored.categories_json)),
    rules: Rules.parse(JSON.parse(stored.rules_json)).slice(0, RULES_SHOWN),
    request: toSide(stored, 'request'),
    response: toSide(stored, 'response'),
    log: toLog(stored),
  };
}

function toSide(stored: StoredExchange, side: 'request' | 'response'): ExchangeRow['request'] {
  const at_ms = stored[`${side}_at_ms`];
  const verdict = stored[`${side}_verdict`];
  const score = stored[`${side}_score`];
  const decision = stored[`${side}_decision`];
  const latency_us = stored[`${side}_latency_us`];
  if (at_ms === null || verdict === null || score === null || decision === null || latency_us === null)
    return null;
  return { at: toIso(at_ms), verdict, score, decision, latency_us };
}

function toLog(stored: StoredExchange): ExchangeRow['log'] {
  if (stored.log_status === null || stored.log_duration_ms === null) return null;
  return {
    status: stored.log_status,
    duration_ms: stored.log_duration_ms,
    prompt_tokens: stored.prompt_tokens,
    completion_tokens: stored.completion_tokens,
    cost_microusd: stored.cost_microusd,
    cost_trust: stored.cost_trust ?? 'unknown',
  };
}
