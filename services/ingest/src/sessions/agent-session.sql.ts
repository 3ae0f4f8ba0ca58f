import { defineWrite } from '@clawnex/shared/store/statement.ts';

/** Adds an entry's share to its session; the session begins with its first entry. */
export const countInSession = defineWrite(`
  INSERT INTO agent_sessions (revision, host, origin, instance, session, agent, log_source, first_at_ms, last_at_ms,
    ended_at_ms, turns, tool_calls, errors)
  VALUES (:revision, :host, :origin, :instance, :session, :agent, :log_source, :at_ms, :at_ms,
    :ended_at_ms, :turns, :tool_calls, :errors)
  ON CONFLICT (host, instance, session) DO UPDATE SET
    revision = excluded.revision,
    agent = coalesce(agent, excluded.agent),
    first_at_ms = min(first_at_ms, excluded.first_at_ms),
    last_at_ms = max(last_at_ms, excluded.last_at_ms),
    ended_at_ms = coalesce(excluded.ended_at_ms, ended_at_ms),
    turns = turns + excluded.turns,
    tool_calls = tool_calls + excluded.tool_calls,
    errors = errors + excluded.errors`);

/** The worst that scans of the session's texts found. */
export const judgeSession = defineWrite(`
  INSERT INTO agent_sessions (revision, host, origin, instance, session, agent, log_source, first_at_ms, last_at_ms,
    verdict, score)
  VALUES (:revision, :host, :origin, :instance, :session, :agent, :log_source, :at_ms, :at_ms, :verdict, :score)
  ON CONFLICT (host, instance, session) DO UPDATE SET
    revision = excluded.revision,
    score = coalesce(max(score, excluded.score), excluded.score),
    verdict = CASE
      WHEN verdict IS NULL OR excluded.verdict = 'block' THEN excluded.verdict
      WHEN excluded.verdict = 'review' AND verdict = 'allow' THEN 'review'
      ELSE verdict END`);
