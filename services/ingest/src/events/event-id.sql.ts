import { defineInsert } from '@clawnex/shared/store/statement.ts';

/** Changes a row only for an event that was never applied. */
export const insertEventId = defineInsert('event_ids', ['id', 'stored_at_ms'], 'ON CONFLICT (id) DO NOTHING');

export const insertRejected = defineInsert('rejected_events', [
  'id',
  'type',
  'origin',
  'rejected_at_ms',
  'why',
  'envelope_json',
]);
