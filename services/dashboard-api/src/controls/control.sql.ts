import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const readControl = defineQuery(
  z.object({ value_json: z.string() }),
  'SELECT value_json FROM control_versions WHERE kind = :kind ORDER BY revision DESC LIMIT 1',
);

export const insertControl = defineWrite(
  `INSERT INTO control_versions (kind, revision, value_json, at_ms, by, reason)
   VALUES (:kind, :revision, :value_json, :at_ms, :by, :reason)`,
);
