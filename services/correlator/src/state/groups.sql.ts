import { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';
import { readFirings, readPointBody, readValues } from './stored-point.ts';

const Json = z.string().transform((text): unknown => JSON.parse(text));

export const selectGroups = defineQuery(
  z.object({
    group_id: z.int(),
    rule: z.string(),
    meaning: z.string(),
    origin: TrafficOrigin,
    group_values: Json.transform(readValues),
    newest_ms: z.int(),
    forgotten_ms: z.int(),
    closed_ms: z.int(),
    due_ms: z.int().nullable(),
    firings: Json.transform(readFirings),
  }),
  // In the order of use: those used last are evicted last.
  `SELECT group_id, rule, meaning, origin, group_values, newest_ms, forgotten_ms, closed_ms, due_ms, firings
   FROM groups ORDER BY newest_ms, group_id`,
);
export const selectPoints = defineQuery(
  z.object({ time_ms: z.int(), event_id: z.string(), steps: z.int(), body: Json.transform(readPointBody) }),
  'SELECT time_ms, event_id, steps, body FROM points WHERE group_id = :group_id ORDER BY time_ms, event_id',
);
export const insertGroup = defineWrite(
  `INSERT INTO groups (rule, meaning, origin, group_values, newest_ms, forgotten_ms, closed_ms, due_ms, firings)
   VALUES (:rule, :meaning, :origin, :group_values, :newest_ms, :forgotten_ms, :closed_ms, :due_ms, :firings)`,
);
export const updateGroup = defineWrite(
  `UPDATE groups SET newest_ms = :newest_ms, forgotten_ms = :forgotten_ms, closed_ms = :closed_ms, due_ms = :due_ms
   WHERE group_id = :group_id`,
);
export const updateFirings = defineWrite('UPDATE groups SET firings = :firings WHERE group_id = :group_id');
export const deleteGroup = defineWrite('DELETE FROM groups WHERE group_id = :group_id');
export const putPoint = defineWrite(
  `INSERT INTO points (group_id, time_ms, event_id, steps, body) VALUES (:group_id, :time_ms, :event_id, :steps, :body)
   ON CONFLICT DO UPDATE SET steps = :steps`,
);
export const deletePoint = defineWrite(
  'DELETE FROM points WHERE group_id = :group_id AND event_id = :event_id',
);
export const deletePointsUntil = defineWrite(
  'DELETE FROM points WHERE group_id = :group_id AND (time_ms, event_id) < (:time_ms, :event_id)',
);
export const deletePoints = defineWrite('DELETE FROM points WHERE group_id = :group_id');
