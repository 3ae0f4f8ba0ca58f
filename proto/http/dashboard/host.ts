import { z } from 'zod';
import {
  AdvisorySource,
  HostChanged,
  HostCheckState,
  HostGrade,
  InventoryItem,
  LynisReport,
  Vulnerability,
} from '../../events/host.ts';
import { Count, Score } from '../../scalars.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';

const Dated = { dated: IsoTime };

export const readHostPosture = defineRoute({
  method: 'GET',
  path: '/api/host/posture',
  access: 'posture:read',
  summary:
    'How well each host is kept: grade with its formula, state of every check, age of the advisories, inventory',
  query: z.object({ host: z.string().max(63).optional() }),
  response: z.strictObject({
    hosts: z.array(
      z.strictObject({
        host: z.string(),
        snapshot_id: z.string(),
        ended_at: IsoTime,
        grade: HostGrade,
        checks: z.array(HostCheckState),
        advisories: z.array(AdvisorySource.omit({ dated_ms: true }).extend(Dated)),
        inventory: z.array(InventoryItem),
        inventory_total: Count,
        vulnerabilities_left_out: Count,
        lynis: LynisReport.omit({ dated_ms: true }).extend({ dated: IsoTime.nullable() }).nullable(),
      }),
    ),
    read_at: IsoTime,
  }),
  errors: [],
});

export const listHostVulnerabilities = defineRoute({
  method: 'GET',
  path: '/api/host/vulnerabilities',
  access: 'posture:read',
  summary: 'Known vulnerabilities of each host’s newest scan: exploited first, with the age of the data',
  query: z.object({ host: z.string().max(63).optional() }),
  response: z.strictObject({
    rows: z.array(Vulnerability.extend({ host: z.string() })),
    read_at: IsoTime,
  }),
  errors: [],
});

export const listHostHistory = defineRoute({
  method: 'GET',
  path: '/api/host/history',
  access: 'posture:read',
  summary: 'Scans of a host, newest first, and what each changed',
  query: z.object({
    host: z.string().max(63),
    limit: z.coerce.number().int().min(1).max(1_000).default(168),
  }),
  response: z.strictObject({
    scans: z.array(
      z.strictObject({
        snapshot_id: z.string(),
        ended_at: IsoTime,
        score: Score.nullable(),
        letter: HostGrade.shape.letter,
        coverage_percent: Score.nullable(),
        passed: Count,
        failed: Count,
        not_evaluated: Count,
        not_applicable: Count,
        vulnerabilities: Count,
        exploited: Count,
      }),
    ),
    changes: z.array(HostChanged.extend({ at: IsoTime })),
    read_at: IsoTime,
  }),
  errors: [],
});

export const runHostScan = defineRoute({
  method: 'POST',
  path: '/api/host/run',
  access: 'posture:run',
  summary: 'Scan the host now; answers when the scan has ended',
  response: z.strictObject({ snapshot_id: z.string(), findings: Count, failed: Count }),
  errors: ['unavailable', 'timed_out'],
});
