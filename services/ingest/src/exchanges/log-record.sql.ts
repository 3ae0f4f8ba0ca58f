import { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { ExchangeLogged } from '@clawnex/proto/events/exchange.ts';
import { defineInsert, defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const insertLogRecord = defineInsert('log_records', [
  'event_id',
  'exchange',
  'host',
  'origin',
  'instance',
  'agent',
  'session',
  'status',
  'call_type',
  'model',
  'model_group',
  'provider',
  'stream',
  'started_at_ms',
  'ended_at_ms',
  'first_token_at_ms',
  'prompt_tokens',
  'completion_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
  'cost_microusd',
  'cost_trust',
  'cache_hit',
  'caller_json',
  'error_class',
  'error_code',
]);

/** What an exchange's row is made of, from one of LiteLLM's records. */
export const LogFacts = z.object({
  event_id: z.string(),
  host: z.string(),
  origin: TrafficOrigin,
  instance: z.string().nullable(),
  agent: z.string().nullable(),
  session: z.string().nullable(),
  status: ExchangeLogged.shape.status,
  model: z.string().nullable(),
  provider: z.string().nullable(),
  started_at_ms: z.int(),
  ended_at_ms: z.int(),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  cost_microusd: z.int().nullable(),
  cost_trust: ExchangeLogged.shape.cost_trust,
  caller_json: z.string(),
});
export type LogFacts = z.infer<typeof LogFacts>;

/** The record that counts comes first: a success before failures (a retry that worked), then the latest. */
export const readLogRecords = defineQuery(
  LogFacts,
  `SELECT event_id, host, origin, instance, agent, session, status, coalesce(model_group, model) AS model, provider,
          started_at_ms, ended_at_ms, prompt_tokens, completion_tokens, cost_microusd, cost_trust, caller_json
   FROM log_records WHERE exchange = :exchange
   ORDER BY (status = 'success') DESC, ended_at_ms DESC, event_id DESC`,
);
