import type { AgentSessionRow } from '@clawnex/proto/http/dashboard/agent-sessions.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import type { SessionRow } from './agent-sessions.sql.ts';

/** A session as the page shows it. */
export function toSessionRow(row: SessionRow): AgentSessionRow {
  const { seq, first_at_ms, last_at_ms, ended_at_ms, answers, seen, ...rest } = row;
  return {
    ...rest,
    session_id: String(seq),
    started_at: toIso(first_at_ms),
    last_at: toIso(last_at_ms),
    ended_at: ended_at_ms === null ? null : toIso(ended_at_ms),
    seen_by_both: answers === 0 ? null : (seen ?? 0),
    around_the_proxy: answers === 0 ? null : answers - (seen ?? 0),
  };
}
