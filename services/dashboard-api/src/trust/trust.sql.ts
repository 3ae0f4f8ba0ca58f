import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

/** A snapshot holds at most 2,000 findings; some hosts. */
const DETAILS_MAX = 4_000;
const CHANGES_MAX = 100;

export const listTrustRows = defineQuery(
  z.object({
    finding_id: z.string(),
    host: z.string(),
    state: z.string(),
    detail_json: z.string(),
    accepted_state: z.string().nullable(),
    reason: z.string().nullable(),
    owner: z.string().nullable(),
    accepted_by: z.string().nullable(),
    accepted_at_ms: z.int().nullable(),
    expires_at_ms: z.int().nullable(),
    revoked_at_ms: z.int().nullable(),
  }),
  `SELECT d.finding_id, d.host, d.state, d.detail_json, a.state AS accepted_state, a.reason, a.owner, a.accepted_by,
     a.accepted_at_ms, a.expires_at_ms, a.revoked_at_ms
   FROM findings f
   JOIN trust_details d ON d.origin = f.origin AND d.host = f.host AND d.finding_id = f.finding_id
   LEFT JOIN risk_acceptances a ON a.host = f.host AND a.finding_id = f.finding_id
   WHERE f.origin = 'live' AND f.source = 'trust' AND f.present = 1 LIMIT ${DETAILS_MAX}`,
);

export const listTrustChangeRows = defineQuery(
  z.object({ snapshot_id: z.string(), host: z.string(), at_ms: z.int(), change_json: z.string() }),
  `SELECT snapshot_id, host, at_ms, change_json FROM trust_changes WHERE origin = 'live' ORDER BY at_ms DESC LIMIT ${CHANGES_MAX}`,
);

export const readTrustState = defineQuery(
  z.object({ state: z.string() }),
  "SELECT state FROM trust_details WHERE origin = 'live' AND host = :host AND finding_id = :finding_id",
);

export const putAcceptance = defineWrite(
  `INSERT INTO risk_acceptances (host, finding_id, state, reason, owner, accepted_by, accepted_at_ms, expires_at_ms, revoked_at_ms)
   VALUES (:host, :finding_id, :state, :reason, :owner, :accepted_by, :accepted_at_ms, :expires_at_ms, NULL)
   ON CONFLICT (host, finding_id) DO UPDATE SET state = excluded.state, reason = excluded.reason, owner = excluded.owner,
     accepted_by = excluded.accepted_by, accepted_at_ms = excluded.accepted_at_ms, expires_at_ms = excluded.expires_at_ms,
     revoked_at_ms = NULL`,
);

export const readAcceptance = defineQuery(
  z.object({ revoked_at_ms: z.int().nullable() }),
  'SELECT revoked_at_ms FROM risk_acceptances WHERE host = :host AND finding_id = :finding_id',
);

export const endAcceptance = defineWrite(
  `UPDATE risk_acceptances SET revoked_at_ms = :revoked_at_ms
   WHERE host = :host AND finding_id = :finding_id AND revoked_at_ms IS NULL`,
);
