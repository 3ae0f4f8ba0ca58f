import { defineInsert, defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const insertOutgoing = defineInsert('outgoing_events', ['id', 'type', 'event_json']);
export const readOutgoing = defineQuery(
  z.object({ seq: z.int(), event_json: z.string() }),
  'SELECT seq, event_json FROM outgoing_events ORDER BY seq LIMIT :limit',
);
export const countOutgoing = defineQuery(
  z.object({ events: z.int() }),
  'SELECT count(*) AS events FROM outgoing_events',
);
export const deleteOutgoing = defineWrite('DELETE FROM outgoing_events WHERE seq <= :seq');
