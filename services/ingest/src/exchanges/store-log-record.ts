import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Batch } from '../store/batch.ts';
import { flag } from '../store/sql-values.ts';
import { prepareExchangeNumber } from './exchange-number.ts';
import { insertLogRecord } from './log-record.sql.ts';

export type LoggedFact = Pick<ReceivedEvent<'exchange.logged'>, 'envelope' | 'data'>;

/** Keeps one of LiteLLM's records as evidence of its exchange. */
export function prepareLogRecords(db: Database) {
  const numberOf = prepareExchangeNumber(db);
  const insert = prepareWrite(db, insertLogRecord);
  return ({ envelope, data }: LoggedFact, batch: Batch): void => {
    insert({
      event_id: envelope.id,
      exchange: numberOf(data.call_id, batch),
      host: envelope.host,
      origin: envelope.origin,
      instance: envelope.instance ?? null,
      agent: envelope.agent ?? null,
      session: envelope.session ?? data.trace_id ?? null,
      status: data.status,
      call_type: data.call_type ?? null,
      model: data.model ?? null,
      model_group: data.model_group ?? null,
      provider: data.provider ?? null,
      stream: flag(data.stream),
      started_at_ms: data.started_at_ms,
      ended_at_ms: data.ended_at_ms,
      first_token_at_ms: data.first_token_at_ms ?? null,
      prompt_tokens: data.prompt_tokens ?? null,
      completion_tokens: data.completion_tokens ?? null,
      cache_read_tokens: data.cache_read_tokens ?? null,
      cache_write_tokens: data.cache_write_tokens ?? null,
      reasoning_tokens: data.reasoning_tokens ?? null,
      cost_microusd: data.cost_microusd ?? null,
      cost_trust: data.cost_trust,
      cache_hit: flag(data.cache_hit),
      caller_json: JSON.stringify(data.caller),
      error_class: data.error_class ?? null,
      error_code: data.error_code ?? null,
    });
  };
}
