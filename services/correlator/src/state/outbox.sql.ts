import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const insertOutgoing = defineWrite('INSERT INTO outbox (origin, event) VALUES (:origin, :event)');
export const selectOutgoing = defineQuery(
  z.object({ seq: z.int(), event: z.string() }),
  'SELECT seq, event FROM outbox ORDER BY seq LIMIT :limit',
);
export const countOutgoing = defineQuery(
  z.object({ waiting: z.int() }),
  'SELECT count(*) AS waiting FROM outbox',
);
export const deleteOutgoing = defineWrite('DELETE FROM outbox WHERE seq <= :seq');

export const readPosition = defineQuery(
  z.object({ sequence: z.int(), reached_ms: z.int() }),
  'SELECT sequence, reached_ms FROM stream_position WHERE id = 1',
);
/** Not a maximum: on a stream that was made anew, sequences start again. */
export const putPosition = defineWrite(
  `INSERT INTO stream_position (id, sequence, reached_ms) VALUES (1, :sequence, :reached_ms)
   ON CONFLICT (id) DO UPDATE SET sequence = :sequence, reached_ms = :reached_ms`,
);
