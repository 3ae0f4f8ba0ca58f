import { defineInsert, defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const readSnapshotRulesets = defineQuery(
  z.object({ ruleset: z.string() }),
  'SELECT DISTINCT ruleset FROM rule_snapshots',
);
export const insertRuleSnapshot = defineInsert(
  'rule_snapshots',
  ['ruleset', 'rule', 'title', 'category', 'severity', 'why', 'verify', 'atlas_json', 'owasp_json'],
  'ON CONFLICT DO NOTHING',
);
