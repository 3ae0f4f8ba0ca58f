import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Batch } from '../store/batch.ts';
import { insertRuntimeChange } from './runtime-change.sql.ts';

/** Keeps a change of something that an agent runs on. */
export function prepareRuntimeChanges(db: Database) {
  const insert = prepareWrite(db, insertRuntimeChange);
  return ({ envelope, data }: ReceivedEvent<'runtime.changed'>, batch: Batch): void => {
    insert({
      event_id: envelope.id,
      revision: batch.nextRevision('sessions'),
      at_ms: envelope.time,
      host: envelope.host,
      origin: envelope.origin,
      instance: envelope.instance ?? null,
      agent: envelope.agent ?? null,
      what: data.what,
      name: data.name,
      change: data.change,
      by: data.by ?? null,
      before_hash: data.before_hash ?? null,
      after_hash: data.after_hash ?? null,
      diff: data.diff ?? null,
      detail: data.detail ?? null,
    });
  };
}
