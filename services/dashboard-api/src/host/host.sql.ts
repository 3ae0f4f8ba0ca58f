import { ADVISORY_AGES } from '@clawnex/proto/events/host.ts';
import { Severity } from '@clawnex/proto/scan.ts';
import { defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

/** A snapshot lists a thousand vulnerabilities at most, for some hosts. */
const VULNERABILITIES_MAX = 10_000;
const HOSTS_MAX = 1_000;

export const listLatestHostScans = defineQuery(
  z.object({
    host: z.string(),
    snapshot_id: z.string(),
    ended_at_ms: z.int(),
    grade_json: z.string(),
    checks_json: z.string(),
    advisories_json: z.string(),
    inventory_json: z.string(),
    inventory_total: z.int(),
    vulnerabilities_left_out: z.int(),
    lynis_json: z.string().nullable(),
  }),
  `SELECT host, snapshot_id, ended_at_ms, grade_json, checks_json, advisories_json, inventory_json, inventory_total,
     vulnerabilities_left_out, lynis_json
   FROM host_latest WHERE origin = 'live' AND (:host IS NULL OR host = :host) ORDER BY host LIMIT ${HOSTS_MAX}`,
);

export const listVulnerabilities = defineQuery(
  z.object({
    host: z.string(),
    advisory: z.string(),
    aliases_json: z.string(),
    ecosystem: z.string(),
    package: z.string(),
    version: z.string(),
    path: z.string(),
    severity: Severity,
    exploited: z.int(),
    malicious: z.int(),
    fixed: z.string().nullable(),
    title: z.string(),
    source: z.string(),
    source_age: z.enum(ADVISORY_AGES),
  }),
  `SELECT host, advisory, aliases_json, ecosystem, package, version, path, severity, exploited, malicious, fixed, title,
     source, source_age
   FROM host_vulnerabilities WHERE origin = 'live' AND (:host IS NULL OR host = :host)
   ORDER BY host, position LIMIT ${VULNERABILITIES_MAX}`,
);

export const listHostScans = defineQuery(
  z.object({
    snapshot_id: z.string(),
    ended_at_ms: z.int(),
    score: z.int().nullable(),
    letter: z.enum(['A', 'B', 'C', 'D', 'F']).nullable(),
    coverage_percent: z.int().nullable(),
    passed: z.int(),
    failed: z.int(),
    not_evaluated: z.int(),
    not_applicable: z.int(),
    vulnerabilities: z.int(),
    exploited: z.int(),
  }),
  `SELECT snapshot_id, ended_at_ms, score, letter, coverage_percent, passed, failed, not_evaluated, not_applicable,
     vulnerabilities, exploited
   FROM host_scans WHERE origin = 'live' AND host = :host ORDER BY ended_at_ms DESC, snapshot_id DESC LIMIT :limit`,
);

export const listHostChanges = defineQuery(
  z.object({
    snapshot_id: z.string(),
    previous_snapshot_id: z.string(),
    at_ms: z.int(),
    score_before: z.int().nullable(),
    score_after: z.int().nullable(),
    appeared_json: z.string(),
    resolved_json: z.string(),
    lost_sight_json: z.string(),
  }),
  `SELECT snapshot_id, previous_snapshot_id, at_ms, score_before, score_after, appeared_json, resolved_json, lost_sight_json
   FROM host_changes WHERE origin = 'live' AND host = :host ORDER BY at_ms DESC LIMIT :limit`,
);
