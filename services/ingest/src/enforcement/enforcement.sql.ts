import { defineInsert } from '@clawnex/shared/store/statement.ts';

export const insertEnforcementChange = defineInsert('enforcement_changes', [
  'event_id',
  'at_ms',
  'host',
  'origin',
  'kind',
  'subject_id',
  'state',
  'name',
  'reason',
  'by',
  'until_ms',
  'bypassed',
]);
