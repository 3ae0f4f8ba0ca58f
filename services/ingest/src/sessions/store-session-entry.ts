import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Batch } from '../store/batch.ts';
import { flag } from '../store/sql-values.ts';
import { insertSessionEntry } from './session-entry.sql.ts';

/** Keeps what an agent did according to its own session log. */
export function prepareSessionEntries(db: Database) {
  const insert = prepareWrite(db, insertSessionEntry);
  return ({ envelope, data }: ReceivedEvent<'session.observed'>, batch: Batch): void => {
    insert({
      event_id: envelope.id,
      revision: batch.nextRevision('sessions'),
      at_ms: envelope.time,
      host: envelope.host,
      origin: envelope.origin,
      instance: envelope.instance ?? null,
      agent: envelope.agent ?? null,
      session: envelope.session ?? null,
      kind: data.kind,
      log_source: data.log_source,
      entry_id: data.entry_id,
      block_origin: data.origin ?? null,
      tool: data.tool ?? null,
      model: data.model ?? null,
      provider: data.provider ?? null,
      is_error: flag(data.is_error),
      from_network: flag(data.from_network),
      input_tokens: data.input_tokens ?? null,
      output_tokens: data.output_tokens ?? null,
      cache_read_tokens: data.cache_read_tokens ?? null,
      cache_write_tokens: data.cache_write_tokens ?? null,
      cost_microusd: data.cost_microusd ?? null,
    });
  };
}
