import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';
import { Context } from './context.ts';

export const Point = z.object({ event_id: z.string(), time_ms: z.int(), signal: z.string() });
export type Point = z.infer<typeof Point>;

const Json = z.string().transform((text): unknown => JSON.parse(text));

export const findGroup = defineQuery(
  z.object({
    group_id: z.int(),
    context: Json.pipe(Context),
    newest_ms: z.int(),
    latest_ms: z.int(),
    points: z.int(),
  }),
  `SELECT group_id, context, newest_ms, points,
     coalesce((SELECT max(time_ms) FROM points p WHERE p.group_id = groups.group_id), 0) AS latest_ms
   FROM groups
   WHERE rule = :rule AND origin = :origin AND group_key = :group_key`,
);
export const insertGroup = defineWrite(
  `INSERT INTO groups (rule, origin, group_key, context, newest_ms, points, touched)
   VALUES (:rule, :origin, :group_key, :context, :newest_ms, 0,
     (SELECT coalesce(max(touched), 0) + 1 FROM groups))`,
);
export const updateGroup = defineWrite(
  `UPDATE groups SET context = :context, newest_ms = :newest_ms, points = :points,
     touched = (SELECT max(touched) + 1 FROM groups)
   WHERE group_id = :group_id`,
);
export const insertPoint = defineWrite(
  `INSERT INTO points (group_id, event_id, time_ms, signal) VALUES (:group_id, :event_id, :time_ms, :signal)
   ON CONFLICT DO NOTHING`,
);
export const selectPoints = defineQuery(
  Point,
  `SELECT event_id, time_ms, signal FROM points
   WHERE group_id = :group_id AND time_ms BETWEEN :from_ms AND :to_ms ORDER BY time_ms, event_id`,
);
export const deletePointsBefore = defineWrite(
  `DELETE FROM points WHERE group_id = :group_id AND time_ms < :before_ms`,
);
export const deleteOldestPoints = defineWrite(
  `DELETE FROM points WHERE group_id = :group_id AND event_id IN (
     SELECT event_id FROM points WHERE group_id = :group_id ORDER BY time_ms, event_id LIMIT :count)`,
);
export const countGroups = defineQuery(
  z.object({ groups: z.int() }),
  'SELECT count(*) AS groups FROM groups',
);
export const deleteIdlestGroups = defineWrite(
  `DELETE FROM groups WHERE group_id IN (SELECT group_id FROM groups ORDER BY touched LIMIT :count)`,
);
