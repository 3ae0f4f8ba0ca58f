import { Mode } from '@clawnex/proto/decision.ts';
import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const PolicyRow = z.object({
  revision: z.int(),
  mode: Mode,
  deadline_ms: z.int(),
  on_deadline: z.enum(['block', 'pass']),
  review_score: z.int(),
  block_score: z.int(),
  updated_at_ms: z.int(),
  updated_by: z.string(),
  document_json: z.string().nullable(),
});
export type PolicyRow = z.infer<typeof PolicyRow>;

export const readLatestPolicy = defineQuery(
  PolicyRow,
  `SELECT revision, mode, deadline_ms, on_deadline, review_score, block_score, updated_at_ms, updated_by, document_json
   FROM policy_versions ORDER BY revision DESC LIMIT 1`,
);

export const readPolicyVersions = defineQuery(
  PolicyRow.extend({ reason: z.string() }),
  `SELECT revision, mode, deadline_ms, on_deadline, review_score, block_score, updated_at_ms, updated_by, document_json, reason
   FROM policy_versions ORDER BY revision DESC LIMIT :limit`,
);

export const insertPolicy = defineWrite(
  `INSERT INTO policy_versions
     (revision, mode, deadline_ms, on_deadline, review_score, block_score, updated_at_ms, updated_by, reason, document_json)
   VALUES (:revision, :mode, :deadline_ms, :on_deadline, :review_score, :block_score, :updated_at_ms, :updated_by, :reason,
     :document_json)`,
);
