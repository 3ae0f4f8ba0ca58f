import { Policy } from '@clawnex/proto/policy.ts';
import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';

export const readLatestPolicy = defineQuery(
  Policy,
  `SELECT revision, mode, deadline_ms, on_deadline, review_score, block_score, updated_at_ms, updated_by
   FROM policy_versions ORDER BY revision DESC LIMIT 1`,
);

export const insertPolicy = defineWrite(
  `INSERT INTO policy_versions
     (revision, mode, deadline_ms, on_deadline, review_score, block_score, updated_at_ms, updated_by, reason)
   VALUES (:revision, :mode, :deadline_ms, :on_deadline, :review_score, :block_score, :updated_at_ms, :updated_by, :reason)`,
);
