import { defineInsert, defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const insertHostScan = defineInsert(
  'host_scans',
  [
    'snapshot_id',
    'host',
    'origin',
    'ended_at_ms',
    'score',
    'letter',
    'coverage_percent',
    'passed',
    'failed',
    'not_evaluated',
    'not_applicable',
    'vulnerabilities',
    'exploited',
  ],
  'ON CONFLICT DO NOTHING',
);

export const readLatestHostScan = defineQuery(
  z.object({ snapshot_id: z.string() }),
  `SELECT snapshot_id FROM host_scans WHERE origin = :origin AND host = :host
   ORDER BY ended_at_ms DESC, snapshot_id DESC LIMIT 1`,
);

const LATEST = [
  'snapshot_id',
  'ended_at_ms',
  'grade_json',
  'checks_json',
  'advisories_json',
  'inventory_json',
  'inventory_total',
  'vulnerabilities_left_out',
  'lynis_json',
] as const;
export const putLatestHostScan = defineInsert(
  'host_latest',
  ['origin', 'host', ...LATEST],
  `ON CONFLICT (origin, host) DO UPDATE SET ${LATEST.map((name) => `${name} = excluded.${name}`).join(', ')}`,
);

export const deleteHostVulnerabilities = defineWrite(
  'DELETE FROM host_vulnerabilities WHERE origin = :origin AND host = :host',
);
export const insertHostVulnerability = defineInsert('host_vulnerabilities', [
  'origin',
  'host',
  'position',
  'advisory',
  'aliases_json',
  'ecosystem',
  'package',
  'version',
  'path',
  'severity',
  'exploited',
  'malicious',
  'fixed',
  'title',
  'source',
  'source_age',
]);

export const insertHostChange = defineInsert(
  'host_changes',
  [
    'snapshot_id',
    'previous_snapshot_id',
    'host',
    'origin',
    'at_ms',
    'score_before',
    'score_after',
    'appeared_json',
    'resolved_json',
    'lost_sight_json',
  ],
  'ON CONFLICT DO NOTHING',
);
