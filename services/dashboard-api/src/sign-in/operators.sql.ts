import { Role } from '@clawnex/proto/permissions.ts';
import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const countOperators = defineQuery(
  z.object({ operators: z.int() }),
  'SELECT count(*) AS operators FROM operators',
);

export const findOperator = defineQuery(
  z.object({
    operator_id: z.string(),
    username: z.string(),
    role: Role,
    password_hash: z.string(),
  }),
  `SELECT operator_id, username, role, password_hash
   FROM operators WHERE username = :username AND disabled_at_ms IS NULL`,
);

export const insertOperator = defineWrite(
  `INSERT INTO operators (operator_id, username, role, password_hash, created_at_ms, password_changed_at_ms)
   VALUES (:operator_id, :username, :role, :password_hash, :now_ms, :now_ms)`,
);

/** Only where the password is still the one that was just checked. */
export const replacePasswordHash = defineWrite(
  `UPDATE operators SET password_hash = :password_hash
   WHERE operator_id = :operator_id AND password_hash = :replaced`,
);

/** Recent sign-ins as the audit trail tells them: what the throttle remembers across a restart. */
export const listSignInAttempts = defineQuery(
  z.object({ at_ms: z.int(), action: z.string(), target: z.string(), detail_json: z.string() }),
  `SELECT at_ms, action, target, detail_json FROM audit_events
   WHERE at_ms >= :since_ms AND action IN ('signed_in', 'sign_in_failed')
   ORDER BY seq LIMIT 10000`,
);
