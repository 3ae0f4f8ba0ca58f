import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import { insertEventId } from './event-id.sql.ts';

/** Notes an event's id; false when it was noted before: then the event must have no effect. */
export type RememberEvent = (eventId: string) => boolean;

export function prepareRememberEvent(db: Database, clock: Clock): RememberEvent {
  const insert = prepareWrite(db, insertEventId);
  return (eventId) => {
    const id = Buffer.from(eventId.replaceAll('-', ''), 'hex');
    return insert({ id, stored_at_ms: clock.now() }).changes === 1;
  };
}
