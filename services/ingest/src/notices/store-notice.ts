import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import { insertNotice } from './notice.sql.ts';

/** Keeps what a daemon reported about itself. */
export function prepareNotices(db: Database) {
  const insert = prepareWrite(db, insertNotice);
  return ({ envelope, data }: ReceivedEvent<'daemon.noticed'>): void => {
    insert({
      event_id: envelope.id,
      at_ms: envelope.time,
      host: envelope.host,
      origin: envelope.origin,
      daemon: envelope.source,
      code: data.code,
      message: data.message,
      count: data.count,
    });
  };
}
