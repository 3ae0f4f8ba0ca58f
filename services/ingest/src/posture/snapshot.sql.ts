import { defineInsert, defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const insertSnapshot = defineInsert(
  'snapshots',
  [
    'snapshot_id',
    'source',
    'host',
    'origin',
    'started_at_ms',
    'ended_at_ms',
    'checks_total',
    'findings_total',
    'failed_total',
  ],
  'ON CONFLICT DO NOTHING',
);
export const readLatestSnapshot = defineQuery(
  z.object({ snapshot_id: z.string() }),
  `SELECT snapshot_id FROM snapshots WHERE origin = :origin AND source = :source AND host = :host
   ORDER BY ended_at_ms DESC, snapshot_id DESC LIMIT 1`,
);

const CONTENT = [
  'check_name',
  'title',
  'result',
  'severity',
  'subject',
  'why',
  'evidence',
  'fix',
  'reason',
] as const;
const ifNewer = [...CONTENT, 'snapshot_id'].map(
  (column) =>
    `${column} = CASE WHEN (excluded.last_seen_ms, excluded.snapshot_id) >= (findings.last_seen_ms, findings.snapshot_id)
       THEN excluded.${column} ELSE findings.${column} END`,
);

/** The newest sighting gives the words; first and last time of sight span all of them, in whatever order they come. */
export const putFinding = defineInsert(
  'findings',
  [
    'origin',
    'source',
    'host',
    'finding_id',
    'present',
    'revision',
    ...CONTENT,
    'first_seen_ms',
    'last_seen_ms',
    'snapshot_id',
  ],
  `ON CONFLICT (origin, source, host, finding_id) DO UPDATE SET
     ${ifNewer.join(',\n     ')},
     present = CASE WHEN excluded.present = 1 THEN 1 ELSE findings.present END,
     revision = excluded.revision,
     first_seen_ms = min(findings.first_seen_ms, excluded.first_seen_ms),
     last_seen_ms = max(findings.last_seen_ms, excluded.last_seen_ms)`,
);
export const readVanished = defineQuery(
  z.object({ finding_id: z.string() }),
  `SELECT finding_id FROM findings WHERE origin = :origin AND source = :source AND host = :host AND present = 1
     AND snapshot_id <> :snapshot_id`,
);
export const markVanished = defineWrite(
  `UPDATE findings SET present = 0, revision = :revision
   WHERE origin = :origin AND source = :source AND host = :host AND finding_id = :finding_id`,
);
