import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import { appendAudit } from '@clawnex/shared/store/append-audit.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import { insertEnforcementChange } from './enforcement.sql.ts';

/** Keeps what the shield says of enforcement, with its audit row: also an ending that nobody asked for is on the trail. */
export function prepareEnforcement(db: Database) {
  const insert = prepareWrite(db, insertEnforcementChange);
  return ({ envelope, data }: ReceivedEvent<'enforcement.changed'>): void => {
    const { kind, id, state, name = null, reason, by, until_ms = null, bypassed = null } = data;
    const common = {
      event_id: envelope.id,
      at_ms: envelope.time,
      host: envelope.host,
      origin: envelope.origin,
    };
    insert({ ...common, kind, subject_id: id, state, name, reason, by, until_ms, bypassed });
    appendAudit(db, {
      actor: envelope.source,
      action: `${kind}_${state}`,
      target: `${kind}:${id}`,
      detail: { name, reason, by, until_ms, bypassed },
      at_ms: envelope.time,
    });
  };
}
