import { CHECK_RESULTS } from '@clawnex/proto/events/posture.ts';
import { POSTURE_SOURCES } from '@clawnex/proto/http/dashboard/findings.ts';
import { Severity } from '@clawnex/proto/scan.ts';
import { defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

/** Two sources, some thousand findings each at most (a snapshot holds 2,000), for some hosts. */
const FINDINGS_MAX = 10_000;

export const listPresentFindings = defineQuery(
  z.object({
    finding_id: z.string(),
    host: z.string(),
    source: z.enum(POSTURE_SOURCES),
    check_name: z.string(),
    title: z.string(),
    result: z.enum(CHECK_RESULTS),
    severity: Severity,
    subject: z.string(),
    why: z.string(),
    evidence: z.string(),
    fix: z.string(),
    reason: z.string().nullable(),
    first_seen_ms: z.int(),
    last_seen_ms: z.int(),
  }),
  `SELECT finding_id, host, source, check_name, title, result, severity, subject, why, evidence, fix, reason,
     first_seen_ms, last_seen_ms
   FROM findings WHERE origin = 'live' AND source = :source AND present = 1 LIMIT ${FINDINGS_MAX}`,
);

export const listLatestRuns = defineQuery(
  z.object({
    host: z.string(),
    ended_at_ms: z.int(),
    checks_total: z.int(),
  }),
  `SELECT host, max(ended_at_ms) AS ended_at_ms, checks_total
   FROM snapshots WHERE origin = 'live' AND source = :source GROUP BY host`,
);
