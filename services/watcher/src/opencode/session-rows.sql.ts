import { z } from 'zod';

export const FIND_TABLES = `SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('session', 'message', 'part')`;
export const Name = z.object({ name: z.string() });

export const LAST_ROW = {
  message: 'SELECT max(rowid) AS last FROM message',
  part: 'SELECT max(rowid) AS last FROM part',
} as const;
export const Extent = z.object({ last: z.int().nullable() });

export const ID_OF_ROW = {
  message: 'SELECT id FROM message WHERE rowid = ?',
  part: 'SELECT id FROM part WHERE rowid = ?',
} as const;
export const Id = z.object({ id: z.string() });

/** Without their data: looking for changes must not read what did not change. */
export const VERSIONS = {
  message: 'SELECT rowid AS row, id, time_updated FROM message WHERE rowid > ? ORDER BY rowid',
  part: 'SELECT rowid AS row, id, time_updated FROM part WHERE rowid > ? ORDER BY rowid',
} as const;
export const Version = z.object({ row: z.int(), id: z.string(), time_updated: z.number() });

export const SESSION = 'SELECT id, parent_id, time_created FROM session WHERE id = ?';
export const SessionRow = z.object({
  id: z.string(),
  parent_id: z.string().nullable(),
  time_created: z.number(),
});

const MESSAGE = `SELECT m.rowid AS row, m.id, m.session_id, m.time_created, m.time_updated, m.data,
  EXISTS (SELECT 1 FROM part p WHERE p.message_id = m.id AND p.data ->> '$.type' = 'step-finish') AS steps
  FROM message m`;
export const NEXT_MESSAGES = `${MESSAGE} WHERE m.rowid > ? AND json_valid(m.data) ORDER BY m.rowid LIMIT ?`;
export const MESSAGE_OF_ROW = `${MESSAGE} WHERE m.rowid = ? AND json_valid(m.data)`;
export const MessageRow = z.object({
  row: z.int(),
  id: z.string(),
  session_id: z.string(),
  time_created: z.number(),
  time_updated: z.number(),
  data: z.string(),
  steps: z.int(),
});

const PART = `SELECT p.rowid AS row, p.id, p.message_id, p.session_id, p.time_created, p.time_updated, p.data,
  m.data ->> '$.role' AS role, m.data ->> '$.time.completed' IS NOT NULL AS completed
  FROM part p LEFT JOIN message m ON m.id = p.message_id`;
export const PARTS_OF_MESSAGE = `${PART} WHERE p.message_id = ? AND json_valid(p.data) ORDER BY p.id`;
export const PART_OF_ROW = `${PART} WHERE p.rowid = ? AND json_valid(p.data)`;
export const PartRow = z.object({
  row: z.int(),
  id: z.string(),
  message_id: z.string(),
  session_id: z.string(),
  time_created: z.number(),
  time_updated: z.number(),
  data: z.string(),
  role: z.string().nullable(),
  completed: z.int(),
});

export const COUNT_AFTER = 'SELECT count(*) AS count FROM message WHERE rowid > ?';
export const Counted = z.object({ count: z.int() });
