import { defineInsert } from '@clawnex/shared/store/statement.ts';

export const insertRuntimeChange = defineInsert('runtime_changes', [
  'event_id',
  'revision',
  'at_ms',
  'host',
  'origin',
  'instance',
  'agent',
  'what',
  'name',
  'change',
  'by',
  'before_hash',
  'after_hash',
  'diff',
  'detail',
]);
