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
export const deleteDemoSnapshots = defineWrite(
  "DELETE FROM snapshots WHERE snapshot_id IN (SELECT snapshot_id FROM snapshots WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoNotices = defineWrite(
  "DELETE FROM daemon_notices WHERE seq IN (SELECT seq FROM daemon_notices WHERE origin = 'demo' LIMIT :limit)",
);
export const deleteDemoRejected = defineWrite(
  "DELETE FROM rejected_events WHERE seq IN (SELECT seq FROM rejected_events WHERE origin = 'demo' LIMIT :limit)",
);
