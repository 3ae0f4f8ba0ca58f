import { defineInsert } from '@clawnex/shared/store/statement.ts';

export const insertNotice = defineInsert('daemon_notices', [
  'event_id',
  'at_ms',
  'host',
  'origin',
  'daemon',
  'code',
  'message',
  'count',
]);
