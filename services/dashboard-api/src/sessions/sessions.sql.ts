import { Role } from '@clawnex/proto/permissions.ts';
import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const findSession = defineQuery(
  z.object({
    session_hash: z.string(),
    operator_id: z.string(),
    username: z.string(),
    role: Role,
    signed_in_at_ms: z.int(),
    used_at_ms: z.int(),
    expires_at_ms: z.int(),
  }),
  `SELECT s.session_hash, s.operator_id, o.username, o.role, s.signed_in_at_ms, s.used_at_ms, s.expires_at_ms
   FROM sessions s JOIN operators o ON o.operator_id = s.operator_id
   WHERE s.session_hash = :session_hash AND o.disabled_at_ms IS NULL
     AND s.expires_at_ms > :now_ms AND s.used_at_ms > :idle_since_ms`,
);

export const insertSession = defineWrite(
  `INSERT INTO sessions
     (session_hash, operator_id, signed_in_at_ms, used_at_ms, expires_at_ms, address, user_agent)
   VALUES (:session_hash, :operator_id, :now_ms, :now_ms, :expires_at_ms, :address, :user_agent)`,
);

export const touchSession = defineWrite(
  'UPDATE sessions SET used_at_ms = max(used_at_ms, :now_ms) WHERE session_hash = :session_hash',
);

export const deleteSession = defineWrite('DELETE FROM sessions WHERE session_hash = :session_hash');

export const deleteEndedSessions = defineWrite(
  'DELETE FROM sessions WHERE expires_at_ms <= :now_ms OR used_at_ms <= :idle_since_ms',
);

/** All of an operator's sessions but the newest ones. */
export const deleteOldestSessions = defineWrite(
  `DELETE FROM sessions WHERE operator_id = :operator_id AND session_hash NOT IN
     (SELECT session_hash FROM sessions WHERE operator_id = :operator_id
      ORDER BY signed_in_at_ms DESC, rowid DESC LIMIT :kept)`,
);
