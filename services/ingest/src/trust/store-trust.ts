import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import { insertTrustChange, putTrustDetail } from './trust.sql.ts';

/** Keeps where each finding stands with its ways and its change, beside the finding's own row. */
export function prepareTrustDetails(db: Database) {
  const put = prepareWrite(db, putTrustDetail);
  return ({ envelope, data }: ReceivedEvent<'trust.snapshot'>): void => {
    for (const { finding_id, trust } of data.findings) {
      if (trust === undefined) continue;
      put({
        origin: envelope.origin,
        host: envelope.host,
        finding_id,
        seen_at_ms: data.ended_at_ms,
        state: trust.state,
        detail_json: JSON.stringify(trust),
      });
    }
  };
}

/** Keeps what was different from one run to the next. */
export function prepareTrustChanges(db: Database) {
  const insert = prepareWrite(db, insertTrustChange);
  return ({ envelope, data }: ReceivedEvent<'trust.changed'>): void => {
    insert({
      snapshot_id: data.snapshot_id,
      host: envelope.host,
      origin: envelope.origin,
      at_ms: envelope.time,
      change_json: JSON.stringify(data),
    });
  };
}
