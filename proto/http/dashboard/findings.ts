import { z } from 'zod';
import { CHECK_RESULTS } from '../../events/posture.ts';
import { Count } from '../../scalars.ts';
import { Severity } from '../../scan.ts';
import { defineRoute } from '../route.ts';
import { IsoTime } from './iso-time.ts';

export const POSTURE_SOURCES = ['trust', 'host'] as const;

export const FindingRow = z.strictObject({
  finding_id: z.string(),
  host: z.string(),
  source: z.enum(POSTURE_SOURCES),
  check: z.string(),
  title: z.string(),
  result: z.enum(CHECK_RESULTS),
  severity: Severity,
  subject: z.string(),
  why: z.string(),
  evidence: z.string(),
  fix: z.string(),
  reason: z.string().nullable(),
  first_seen: IsoTime,
  last_seen: IsoTime,
});
export type FindingRow = z.infer<typeof FindingRow>;

export const listFindings = defineRoute({
  method: 'GET',
  path: '/api/findings',
  access: 'posture:read',
  summary: 'Results of the latest trust audit and host scan of each host',
  query: z.object({ source: z.enum(POSTURE_SOURCES).optional() }),
  response: z.strictObject({
    rows: z.array(FindingRow),
    runs: z.array(
      z.strictObject({
        host: z.string(),
        source: z.enum(POSTURE_SOURCES),
        ended_at: IsoTime,
        checks_total: Count,
      }),
    ),
  }),
  errors: [],
});
