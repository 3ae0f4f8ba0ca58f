import { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { SCAN_SOURCES } from '@clawnex/proto/events/scan.ts';
import { Verdict } from '@clawnex/proto/scan.ts';
import { defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

const amount = z.int().nullable();
const SessionRow = z.object({
  seq: z.int(),
  session: z.string(),
  host: z.string(),
  origin: TrafficOrigin,
  instance: z.string(),
  agent: z.string().nullable(),
  log_source: z.enum(SCAN_SOURCES),
  first_at_ms: z.int(),
  last_at_ms: z.int(),
  ended_at_ms: amount,
  turns: z.int(),
  tool_calls: z.int(),
  errors: z.int(),
  verdict: Verdict.nullable(),
  score: amount,
  input_tokens: amount,
  output_tokens: amount,
  cache_read_tokens: amount,
  cache_write_tokens: amount,
  cost_microusd: amount,
  answers: z.int(),
  seen: amount,
});
export type SessionRow = z.infer<typeof SessionRow>;

/** A session with what its usage adds up to: totals that the runtime keeps, and single answers. */
const SESSION = `SELECT s.seq, s.session, s.host, s.origin, s.instance, s.agent, s.log_source, s.first_at_ms, s.last_at_ms,
    s.ended_at_ms, s.turns, s.tool_calls, s.errors, s.verdict, s.score,
    sum(u.input_tokens) AS input_tokens, sum(u.output_tokens) AS output_tokens,
    sum(u.cache_read_tokens) AS cache_read_tokens, sum(u.cache_write_tokens) AS cache_write_tokens,
    sum(u.cost_microusd) AS cost_microusd,
    count(CASE WHEN u.cumulative = 0 THEN 1 END) AS answers,
    sum(CASE WHEN u.cumulative = 0 THEN u.call_id IS NOT NULL END) AS seen`;
const USAGE =
  'LEFT JOIN session_usage u ON u.host = s.host AND u.instance = s.instance AND u.session = s.session';

export const listSessionRows = defineQuery(
  SessionRow,
  `${SESSION} FROM (
     SELECT * FROM agent_sessions
     WHERE origin = :origin AND (last_at_ms, seq) < (:before_at_ms, :before_seq) AND last_at_ms >= :from_ms
       AND first_at_ms <= :to_ms
       AND (:host IS NULL OR host = :host) AND (:agent IS NULL OR agent = :agent)
       AND (:log_source IS NULL OR log_source = :log_source) AND (:verdict IS NULL OR verdict = :verdict)
     ORDER BY last_at_ms DESC, seq DESC LIMIT :limit
   ) s ${USAGE} GROUP BY s.seq ORDER BY s.last_at_ms DESC, s.seq DESC`,
);

export const readSessionRow = defineQuery(
  SessionRow,
  `${SESSION} FROM agent_sessions s ${USAGE} WHERE s.seq = :seq GROUP BY s.seq`,
);

export const listSessionEntries = defineQuery(
  z.object({
    seq: z.int(),
    at_ms: z.int(),
    kind: z.string(),
    entry_id: z.string(),
    block_origin: z.string().nullable(),
    tool: z.string().nullable(),
    model: z.string().nullable(),
    is_error: amount,
    from_network: amount,
    input_tokens: amount,
    output_tokens: amount,
    cost_microusd: amount,
  }),
  `SELECT seq, at_ms, kind, entry_id, block_origin, tool, model, is_error, from_network, input_tokens, output_tokens,
     cost_microusd
   FROM session_entries
   WHERE origin = :origin AND session = :session AND host = :host AND instance = :instance
     AND (at_ms, seq) > (:after_at_ms, :after_seq)
   ORDER BY at_ms, seq LIMIT :limit`,
);

export const listSessionScans = defineQuery(
  z.object({
    at_ms: z.int(),
    entry_id: z.string().nullable(),
    block_origin: z.string(),
    verdict: Verdict,
    score: z.int(),
    length: z.int(),
    block_hash: z.string(),
    block_json: z.string(),
  }),
  `SELECT at_ms, entry_id, block_origin, verdict, score, length, block_hash, block_json FROM scans
   WHERE origin = :origin AND session = :session AND host = :host AND instance = :instance
     AND at_ms BETWEEN :from_ms AND :to_ms
   ORDER BY at_ms LIMIT 2000`,
);

export const firstBlocked = defineQuery(
  z.object({ seq: z.int() }),
  `SELECT e.seq FROM scans b JOIN session_entries e
     ON e.origin = b.origin AND e.session = b.session AND e.host = b.host AND e.instance = b.instance
     AND e.at_ms = b.at_ms AND e.entry_id = b.entry_id
   WHERE b.origin = :origin AND b.session = :session AND b.host = :host AND b.instance = :instance AND b.verdict = 'block'
   ORDER BY b.at_ms, e.seq LIMIT 1`,
);

export const listMatches = defineQuery(
  z.object({ entry_id: z.string(), call_id: z.string() }),
  `SELECT entry_id, call_id FROM session_usage
   WHERE host = :host AND instance = :instance AND session = :session AND at_ms BETWEEN :from_ms AND :to_ms
     AND call_id IS NOT NULL LIMIT 2000`,
);

export const listBypassRows = defineQuery(
  z.object({
    host: z.string(),
    instance: z.string(),
    agent: z.string().nullable(),
    log_source: z.enum(SCAN_SOURCES),
    calls: z.int(),
    calls_seen: z.int(),
    models_json: z.string(),
    since_ms: z.int(),
    last_at_ms: z.int(),
  }),
  `SELECT host, instance, agent, log_source, sum(call_id IS NULL) AS calls, sum(call_id IS NOT NULL) AS calls_seen,
     json_group_array(DISTINCT model) AS models_json,
     min(CASE WHEN call_id IS NULL THEN at_ms END) AS since_ms, max(CASE WHEN call_id IS NULL THEN at_ms END) AS last_at_ms
   FROM session_usage WHERE origin = 'live' AND cumulative = 0 AND at_ms BETWEEN :from_ms AND :to_ms
   GROUP BY host, instance, agent, log_source HAVING calls > 0 ORDER BY calls DESC LIMIT 200`,
);

export const countProxyOnly = defineQuery(
  z.object({ calls: z.int() }),
  `SELECT count(*) AS calls FROM proxy_answers WHERE origin = 'live' AND usage IS NULL AND at_ms BETWEEN :from_ms AND :to_ms`,
);

export const listChangeRows = defineQuery(
  z.object({
    at_ms: z.int(),
    host: z.string(),
    instance: z.string().nullable(),
    agent: z.string().nullable(),
    what: z.string(),
    name: z.string(),
    change: z.string(),
    by: z.string().nullable(),
    before_hash: z.string().nullable(),
    after_hash: z.string().nullable(),
    diff: z.string().nullable(),
    detail: z.string().nullable(),
  }),
  `SELECT at_ms, host, instance, agent, what, name, change, by, before_hash, after_hash, diff, detail
   FROM runtime_changes WHERE origin = 'live' ORDER BY at_ms DESC, seq DESC LIMIT :limit`,
);
