import { defineInsert, defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

const RunRow = z.object({
  run_id: z.string(),
  at_ms: z.int(),
  by: z.string(),
  policy_revision: z.int(),
  ruleset: z.string(),
  cases_total: z.int(),
  cases_failed: z.int(),
  results_json: z.string(),
});
export type RunRow = z.infer<typeof RunRow>;

export const listRuns = defineQuery(
  RunRow,
  `SELECT run_id, at_ms, by, policy_revision, ruleset, cases_total, cases_failed, results_json
   FROM shield_test_runs ORDER BY at_ms DESC LIMIT :limit`,
);

export const insertRun = defineInsert('shield_test_runs', [
  'run_id',
  'at_ms',
  'by',
  'policy_revision',
  'ruleset',
  'cases_total',
  'cases_failed',
  'results_json',
]);

export const listOwnCases = defineQuery(
  z.object({ case_id: z.string(), name: z.string(), case_json: z.string() }),
  'SELECT case_id, name, case_json FROM shield_test_cases ORDER BY at_ms',
);
export const insertOwnCase = defineInsert('shield_test_cases', [
  'case_id',
  'name',
  'case_json',
  'at_ms',
  'by',
]);
export const deleteOwnCase = defineWrite('DELETE FROM shield_test_cases WHERE case_id = :case_id');
