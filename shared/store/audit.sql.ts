import { z } from 'zod';
import { defineQuery, defineWrite } from './statement.ts';

export const AuditRow = z.object({
  seq: z.int(),
  at_ms: z.int(),
  actor: z.string(),
  action: z.string(),
  target: z.string(),
  detail_json: z.string(),
  prev_hash: z.string(),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof AuditRow>;

export const readAuditHead = defineQuery(
  z.object({ seq: z.int(), hash: z.string() }),
  'SELECT seq, hash FROM audit_events ORDER BY seq DESC LIMIT 1',
);
export const insertAudit = defineWrite(
  `INSERT INTO audit_events (seq, at_ms, actor, action, target, detail_json, prev_hash, hash)
   VALUES (:seq, :at_ms, :actor, :action, :target, :detail_json, :prev_hash, :hash)`,
);
/** In pages, so that a long chain is walked without holding it in memory. */
export const readAuditPage = defineQuery(
  AuditRow,
  `SELECT seq, at_ms, actor, action, target, detail_json, prev_hash, hash
   FROM audit_events WHERE seq > :after ORDER BY seq LIMIT 1000`,
);
