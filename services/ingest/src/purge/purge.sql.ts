import { Verdict } from '@clawnex/proto/scan.ts';
import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

/** With its judgements, log records, rules and detections, which go with it. */
export const readDemoExchanges = defineQuery(
  z.object({ seq: z.int(), at_ms: z.int(), verdict: Verdict.nullable() }),
  "SELECT seq, at_ms, verdict FROM exchanges WHERE origin = 'demo' LIMIT :limit",
);
export const deleteExchange = defineWrite('DELETE FROM exchanges WHERE seq = :seq');
export const readTotalChanges = defineQuery(z.object({ rows: z.int() }), 'SELECT total_changes() AS rows');

export const deleteDemoScans = defineWrite(
  "DELETE FROM scans WHERE seq IN (SELECT seq FROM scans WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoSessionEntries = defineWrite(
  "DELETE FROM session_entries WHERE seq IN (SELECT seq FROM session_entries WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoAgentSessions = defineWrite(
  "DELETE FROM agent_sessions WHERE seq IN (SELECT seq FROM agent_sessions WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoSessionUsage = defineWrite(
  "DELETE FROM session_usage WHERE seq IN (SELECT seq FROM session_usage WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoProxyAnswers = defineWrite(
  "DELETE FROM proxy_answers WHERE call_id IN (SELECT call_id FROM proxy_answers WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoRuntimeChanges = defineWrite(
  "DELETE FROM runtime_changes WHERE seq IN (SELECT seq FROM runtime_changes WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoHostScans = defineWrite(
  "DELETE FROM host_scans WHERE snapshot_id IN (SELECT snapshot_id FROM host_scans WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoHostChanges = defineWrite(
  "DELETE FROM host_changes WHERE snapshot_id IN (SELECT snapshot_id FROM host_changes WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoLatestHostScans = defineWrite(
  "DELETE FROM host_latest WHERE (origin, host) IN (SELECT origin, host FROM host_latest WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoHostVulnerabilities = defineWrite(
  `DELETE FROM host_vulnerabilities WHERE (origin, host, position) IN
     (SELECT origin, host, position FROM host_vulnerabilities WHERE origin = 'demo' LIMIT :limit)`,
);
export const deleteDemoAlerts = defineWrite(
  "DELETE FROM alerts WHERE alert_id IN (SELECT alert_id FROM alerts WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoIncidents = defineWrite(
  "DELETE FROM incidents WHERE incident_id IN (SELECT incident_id FROM incidents WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoFindings = defineWrite(
  `DELETE FROM findings WHERE (origin, source, host, finding_id) IN
     (SELECT origin, source, host, finding_id FROM findings WHERE origin = 'demo' LIMIT :limit)`,
);
export const deleteDemoTrustDetails = defineWrite(
  `DELETE FROM trust_details WHERE (origin, host, finding_id) IN
     (SELECT origin, host, finding_id FROM trust_details WHERE origin = 'demo' LIMIT :limit)`,
);
export const deleteDemoTrustChanges = defineWrite(
  "DELETE FROM trust_changes WHERE snapshot_id IN (SELECT snapshot_id FROM trust_changes WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoSnapshots = defineWrite(
  "DELETE FROM snapshots WHERE snapshot_id IN (SELECT snapshot_id FROM snapshots WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoNotices = defineWrite(
  "DELETE FROM daemon_notices WHERE seq IN (SELECT seq FROM daemon_notices WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoRejected = defineWrite(
  "DELETE FROM rejected_events WHERE seq IN (SELECT seq FROM rejected_events WHERE origin = 'demo' LIMIT :limit)",
);
