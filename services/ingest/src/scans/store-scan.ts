import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import { prepareDetections } from '../detections/store-detections.ts';
import type { Batch } from '../store/batch.ts';
import { insertScan } from './scan.sql.ts';

/** Keeps a scan of a block outside any exchange, with its detections. */
export function prepareScans(db: Database) {
  const insert = prepareWrite(db, insertScan);
  const storeDetections = prepareDetections(db);
  return ({ envelope, data }: ReceivedEvent<'scan.completed'>, batch: Batch): void => {
    const { seq } = insert({
      event_id: envelope.id,
      revision: batch.nextRevision('scans'),
      at_ms: envelope.time,
      host: envelope.host,
      origin: envelope.origin,
      instance: envelope.instance ?? null,
      agent: envelope.agent ?? null,
      session: envelope.session ?? null,
      scan_source: data.scan_source,
      ruleset: data.ruleset,
      block_hash: data.block.hash,
      block_origin: data.block.origin,
      block_index: data.block.index,
      length: data.block.length,
      verdict: data.block.verdict,
      score: data.block.score,
      block_json: JSON.stringify(data.block),
      tool: data.tool ?? null,
      entry_id: data.entry_id ?? null,
      latency_us: data.latency_us,
    });
    storeDetections({ scan: seq }, envelope, [data.block]);
  };
}
