import { CHECK_RESULTS } from '@clawnex/proto/events/posture.ts';
import { Severity } from '@clawnex/proto/scan.ts';
import { defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

/** Calls of the self-test are marked as tests; one that was blocked went the whole way. */
export const readLastSelfTest = defineQuery(
  z.object({ at_ms: z.int().nullable() }),
  "SELECT max(at_ms) AS at_ms FROM exchanges WHERE origin = 'test' AND request_verdict = 'block'",
);

export const readPreviousScan = defineQuery(
  z.object({ snapshot_id: z.string(), ended_at_ms: z.int(), score: z.int().nullable() }),
  `SELECT snapshot_id, ended_at_ms, score FROM host_scans WHERE origin = 'live' AND host = :host
   ORDER BY ended_at_ms DESC, snapshot_id DESC LIMIT 1`,
);

export const listPreviousFindings = defineQuery(
  z.object({
    finding_id: z.string(),
    check_name: z.string(),
    title: z.string(),
    result: z.enum(CHECK_RESULTS),
    severity: Severity,
    subject: z.string(),
  }),
  `SELECT finding_id, check_name, title, result, severity, subject FROM findings
   WHERE origin = 'live' AND source = 'host' AND host = :host AND present = 1 AND snapshot_id = :snapshot_id LIMIT 2000`,
);
