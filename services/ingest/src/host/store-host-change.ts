import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import { insertHostChange } from './host-scan.sql.ts';

/** Keeps what differs between two host scans. */
export function prepareHostChanges(db: Database) {
  const insert = prepareWrite(db, insertHostChange);
  return ({ envelope, data }: ReceivedEvent<'host.changed'>): void => {
    insert({
      snapshot_id: data.snapshot_id,
      previous_snapshot_id: data.previous_snapshot_id,
      host: envelope.host,
      origin: envelope.origin,
      at_ms: envelope.time,
      score_before: data.score_before,
      score_after: data.score_after,
      appeared_json: JSON.stringify(data.appeared),
      resolved_json: JSON.stringify(data.resolved),
      lost_sight_json: JSON.stringify(data.lost_sight),
    });
  };
}
