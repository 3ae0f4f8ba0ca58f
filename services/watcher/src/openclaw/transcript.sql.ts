import { z } from 'zod';

/** Whether the tables are there: rewrites are recorded in some schema versions only. */
export const FIND_TABLES = `SELECT name FROM sqlite_master WHERE type = 'table'
  AND name IN ('transcript_events', 'transcript_rewrite_watermarks')`;
export const TableName = z.object({ name: z.string() });

/**
 * Each session with its last sequence, by jumping from one to the next along the primary key: a scan of all rows would
 * take longer with each day of history.
 */
export const LIST_SESSIONS = `
  WITH RECURSIVE sessions(session_id) AS (
    SELECT min(session_id) FROM transcript_events
    UNION ALL
    SELECT (SELECT min(session_id) FROM transcript_events WHERE session_id > sessions.session_id)
    FROM sessions WHERE session_id IS NOT NULL
  )
  SELECT session_id, (SELECT max(seq) FROM transcript_events e WHERE e.session_id = sessions.session_id) AS last_seq
  FROM sessions WHERE session_id IS NOT NULL`;
export const SessionRow = z.object({ session_id: z.string(), last_seq: z.int() });
export type SessionRow = z.infer<typeof SessionRow>;

export const LIST_REWRITES = 'SELECT session_id, generation FROM transcript_rewrite_watermarks';
export const RewriteRow = z.object({ session_id: z.string(), generation: z.string() });

/** Big events stand compressed in the other column. */
export const READ_EVENTS = `SELECT seq, event_json, event_zstd FROM transcript_events
  WHERE session_id = ? AND seq >= ? ORDER BY seq LIMIT ?`;
export const EventRow = z.object({
  seq: z.int(),
  event_json: z.string().nullable(),
  event_zstd: z.instanceof(Uint8Array).nullable(),
});
/** Agent databases before compressed events came. */
export const READ_PLAIN_EVENTS = READ_EVENTS.replace('event_zstd', 'NULL AS event_zstd');
export const HAS_COMPRESSED = `SELECT name FROM pragma_table_info('transcript_events') WHERE name = 'event_zstd'`;
