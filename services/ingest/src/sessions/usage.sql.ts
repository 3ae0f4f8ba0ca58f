import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

/** Amounts only grow: an answer's while it is written, a session's with each answer. */
const LARGER = [
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'reasoning_tokens',
  'cost_microusd',
]
  .map((name) => `${name} = coalesce(max(${name}, excluded.${name}), ${name}, excluded.${name})`)
  .join(', ');

export const keepUsage = defineQuery(
  z.object({ seq: z.int(), call_id: z.string().nullable() }),
  `INSERT INTO session_usage (revision, host, origin, instance, usage_key, session, agent, log_source, at_ms, entry_id,
     model, provider, response_id, cumulative, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
     reasoning_tokens, cost_microusd)
   VALUES (:revision, :host, :origin, :instance, :usage_key, :session, :agent, :log_source, :at_ms, :entry_id,
     :model, :provider, :response_id, :cumulative, :input_tokens, :output_tokens, :cache_read_tokens, :cache_write_tokens,
     :reasoning_tokens, :cost_microusd)
   ON CONFLICT (host, instance, usage_key) DO UPDATE SET
     revision = excluded.revision, response_id = coalesce(response_id, excluded.response_id), ${LARGER}
   RETURNING seq, call_id`,
);

export const keepAnswer = defineWrite(`
  INSERT INTO proxy_answers (call_id, host, origin, at_ms, response_id, session, model, prompt_tokens, completion_tokens)
  VALUES (:call_id, :host, :origin, :at_ms, :response_id, :session, :model, :prompt_tokens, :completion_tokens)
  ON CONFLICT (call_id) DO UPDATE SET
    at_ms = excluded.at_ms,
    response_id = coalesce(excluded.response_id, response_id),
    prompt_tokens = coalesce(excluded.prompt_tokens, prompt_tokens),
    completion_tokens = coalesce(excluded.completion_tokens, completion_tokens)
  WHERE usage IS NULL`);

export const usageByResponse = defineQuery(
  z.object({ seq: z.int() }),
  `SELECT seq FROM session_usage
   WHERE response_id = :response_id AND call_id IS NULL AND cumulative = 0 AND origin = :origin
   ORDER BY at_ms LIMIT 1`,
);
export const answerByResponse = defineQuery(
  z.object({ call_id: z.string() }),
  `SELECT call_id FROM proxy_answers
   WHERE response_id = :response_id AND usage IS NULL AND origin = :origin ORDER BY at_ms LIMIT 1`,
);

/** As the provider counts them: what was read from a cache or written to one belongs to the prompt. */
const SAME_TOKENS = `u.output_tokens = a.completion_tokens AND a.prompt_tokens IN (
  u.input_tokens,
  u.input_tokens + coalesce(u.cache_read_tokens, 0),
  u.input_tokens + coalesce(u.cache_read_tokens, 0) + coalesce(u.cache_write_tokens, 0))`;

export const usageByTokens = defineQuery(
  z.object({ seq: z.int(), same_session: z.int() }),
  `SELECT u.seq, coalesce(u.session = a.session, 0) AS same_session
   FROM proxy_answers a JOIN session_usage u
     ON u.origin = a.origin AND u.call_id IS NULL AND u.cumulative = 0
     AND u.at_ms BETWEEN a.at_ms - :window_ms AND a.at_ms + :window_ms AND ${SAME_TOKENS}
   WHERE a.call_id = :call_id AND a.usage IS NULL
   ORDER BY same_session DESC, abs(u.at_ms - a.at_ms) LIMIT 1`,
);
export const answerByTokens = defineQuery(
  z.object({ call_id: z.string(), same_session: z.int() }),
  `SELECT a.call_id, coalesce(u.session = a.session, 0) AS same_session
   FROM session_usage u JOIN proxy_answers a
     ON a.origin = u.origin AND a.usage IS NULL AND a.completion_tokens = u.output_tokens
     AND a.at_ms BETWEEN u.at_ms - :window_ms AND u.at_ms + :window_ms AND ${SAME_TOKENS}
   WHERE u.seq = :seq AND u.call_id IS NULL
   ORDER BY same_session DESC, abs(u.at_ms - a.at_ms) LIMIT 1`,
);

export const markUsage = defineWrite(
  'UPDATE session_usage SET call_id = :call_id, matched_by = :matched_by, revision = :revision WHERE seq = :seq',
);
export const markAnswer = defineWrite('UPDATE proxy_answers SET usage = :seq WHERE call_id = :call_id');
