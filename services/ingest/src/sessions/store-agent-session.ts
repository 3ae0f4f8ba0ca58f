import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Batch } from '../store/batch.ts';
import { countInSession, judgeSession } from './agent-session.sql.ts';

/** Keeps one row for each session that a log tells of. An event is applied once, so its share is counted once. */
export function prepareAgentSessions(db: Database) {
  const count = prepareWrite(db, countInSession);
  const judge = prepareWrite(db, judgeSession);
  return {
    observed({ envelope, data }: ReceivedEvent<'session.observed'>, batch: Batch): void {
      if (envelope.session === undefined) return;
      count({
        revision: batch.nextRevision('sessions'),
        host: envelope.host,
        origin: envelope.origin,
        instance: envelope.instance ?? '',
        session: envelope.session,
        agent: envelope.agent ?? null,
        log_source: data.log_source,
        at_ms: envelope.time,
        ended_at_ms: data.kind === 'ended' ? envelope.time : null,
        turns: data.kind === 'turn' ? 1 : 0,
        tool_calls: data.kind === 'tool_called' ? 1 : 0,
        errors: data.kind === 'error' ? 1 : 0,
      });
    },
    scanned({ envelope, data }: ReceivedEvent<'scan.completed'>, batch: Batch): void {
      // Texts that the shield's API was asked about belong to no session log.
      if (envelope.session === undefined || envelope.instance === undefined) return;
      judge({
        revision: batch.nextRevision('sessions'),
        host: envelope.host,
        origin: envelope.origin,
        instance: envelope.instance,
        session: envelope.session,
        agent: envelope.agent ?? null,
        log_source: data.scan_source,
        at_ms: envelope.time,
        verdict: data.block.verdict,
        score: data.block.score,
      });
    },
  };
}
