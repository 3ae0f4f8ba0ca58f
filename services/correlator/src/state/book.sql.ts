import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

const Body = z.object({ body: z.string().transform((text): unknown => JSON.parse(text)) });

export const selectAlerts = defineQuery(Body, 'SELECT body FROM alerts');
export const selectIncidents = defineQuery(Body, 'SELECT body FROM incidents');
export const putAlert = defineWrite(
  `INSERT INTO alerts (alert_id, origin, body) VALUES (:alert_id, :origin, :body)
   ON CONFLICT (alert_id) DO UPDATE SET body = :body`,
);
export const putIncident = defineWrite(
  `INSERT INTO incidents (incident_id, origin, body) VALUES (:incident_id, :origin, :body)
   ON CONFLICT (incident_id) DO UPDATE SET body = :body`,
);
export const deleteAlert = defineWrite('DELETE FROM alerts WHERE alert_id = :alert_id');
export const deleteIncident = defineWrite('DELETE FROM incidents WHERE incident_id = :incident_id');
export const findRaised = defineQuery(
  z.object({ alert_id: z.string() }),
  'SELECT alert_id FROM raised WHERE alert_id = :alert_id',
);
export const insertRaised = defineWrite(
  `INSERT INTO raised (alert_id, origin, at_ms) VALUES (:alert_id, :origin, :at_ms) ON CONFLICT DO NOTHING`,
);
export const deleteRaised = defineWrite('DELETE FROM raised WHERE alert_id = :alert_id');
export const deleteRaisedBefore = defineWrite('DELETE FROM raised WHERE at_ms < :before_ms');
export const putRuleHits = defineWrite(
  `INSERT INTO rule_hits (rule, matched, last_ms) VALUES (:rule, :matched, :last_ms)
   ON CONFLICT (rule) DO UPDATE SET matched = matched + :matched, last_ms = max(last_ms, :last_ms)`,
);
export const selectRuleHits = defineQuery(
  z.object({ rule: z.string(), matched: z.int(), last_ms: z.int() }),
  'SELECT rule, matched, last_ms FROM rule_hits',
);
