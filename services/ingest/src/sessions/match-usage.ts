import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Batch } from '../store/batch.ts';
import { flag } from '../store/sql-values.ts';
import * as sql from './usage.sql.ts';

/** An agent writes its log when the answer is whole, the proxy when it has passed it on; clocks are the machine's own. */
const MATCH_WINDOW_MS = 120_000;

type MatchedBy = 'response_id' | 'session_and_tokens' | 'tokens_and_time';

/**
 * Keeps what answers used, as logs tell and as the proxy saw it, and matches the two, whichever comes first: by the
 * provider's id of the answer, else by the same tokens at the same time, best in the same session. Each is matched once.
 */
export function prepareUsageMatches(db: Database) {
  const keepUsage = prepareQuery(db, sql.keepUsage);
  const keepAnswer = prepareWrite(db, sql.keepAnswer);
  const usageByResponse = prepareQuery(db, sql.usageByResponse);
  const answerByResponse = prepareQuery(db, sql.answerByResponse);
  const usageByTokens = prepareQuery(db, sql.usageByTokens);
  const answerByTokens = prepareQuery(db, sql.answerByTokens);
  const markUsage = prepareWrite(db, sql.markUsage);
  const markAnswer = prepareWrite(db, sql.markAnswer);

  function match(seq: number, call_id: string, matched_by: MatchedBy, batch: Batch): void {
    markUsage({ seq, call_id, matched_by, revision: batch.nextRevision('sessions') });
    markAnswer({ seq, call_id });
  }

  return {
    keepUsage({ envelope, data }: ReceivedEvent<'session.observed'>, batch: Batch): void {
      if (data.kind !== 'usage' || data.usage_key === undefined) return;
      const { origin } = envelope;
      const response_id = data.response_id ?? null;
      const kept = keepUsage.get({
        revision: batch.nextRevision('sessions'),
        host: envelope.host,
        origin,
        instance: envelope.instance ?? '',
        usage_key: data.usage_key,
        session: envelope.session ?? '',
        agent: envelope.agent ?? null,
        log_source: data.log_source,
        at_ms: envelope.time,
        entry_id: data.entry_id,
        model: data.model ?? null,
        provider: data.provider ?? null,
        response_id,
        cumulative: flag(data.cumulative ?? false),
        input_tokens: data.input_tokens ?? null,
        output_tokens: data.output_tokens ?? null,
        cache_read_tokens: data.cache_read_tokens ?? null,
        cache_write_tokens: data.cache_write_tokens ?? null,
        reasoning_tokens: data.reasoning_tokens ?? null,
        cost_microusd: data.cost_microusd ?? null,
      });
      if (kept === undefined || kept.call_id !== null || data.cumulative === true) return;
      const same = response_id === null ? undefined : answerByResponse.get({ response_id, origin });
      if (same !== undefined) {
        match(kept.seq, same.call_id, 'response_id', batch);
        return;
      }
      const alike = answerByTokens.get({ seq: kept.seq, window_ms: MATCH_WINDOW_MS });
      if (alike !== undefined) match(kept.seq, alike.call_id, howAlike(alike), batch);
    },

    keepAnswer({ envelope, data }: ReceivedEvent<'exchange.logged'>, batch: Batch): void {
      // A call that failed left no answer that a log could tell of.
      if (data.status !== 'success') return;
      const { origin } = envelope;
      const { call_id } = data;
      const response_id = data.response_id ?? null;
      const kept = keepAnswer({
        call_id,
        host: envelope.host,
        origin,
        at_ms: data.ended_at_ms,
        response_id,
        session: envelope.session ?? data.trace_id ?? null,
        model: data.model ?? null,
        prompt_tokens: data.prompt_tokens ?? null,
        completion_tokens: data.completion_tokens ?? null,
      });
      if (kept.changes === 0) return;
      const same = response_id === null ? undefined : usageByResponse.get({ response_id, origin });
      if (same !== undefined) {
        match(same.seq, call_id, 'response_id', batch);
        return;
      }
      const alike = usageByTokens.get({ call_id, window_ms: MATCH_WINDOW_MS });
      if (alike !== undefined) match(alike.seq, call_id, howAlike(alike), batch);
    },
  };
}

function howAlike({ same_session }: { readonly same_session: number }): MatchedBy {
  return same_session === 1 ? 'session_and_tokens' : 'tokens_and_time';
}
