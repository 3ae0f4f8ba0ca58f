import { contentId } from '@clawnex/shared/kernel/ids.ts';
import { z } from 'zod';
import { guard } from '../databases/foreign-database.ts';
import { readRows } from '../databases/read-rows.ts';
import { SourceUnreadable, showPath } from '../permissions/unreadable.ts';
import type { Batch, DatabaseFormat, OpenDatabase } from '../sources/database-source.ts';
import type { Positions } from '../sources/source.ts';
import { decodeRow } from './decode-row.ts';

/** Sessions whose totals may still change: the latest ones. */
const SESSIONS_WATCHED_MAX = 200;

const TableName = z.object({ name: z.string() });
/** Columns come and go with Hermes's schema, which is at its thirtieth: they are passed on by name. */
const AnyRow = z.record(z.string(), z.unknown());
const MessageRow = AnyRow.and(z.object({ id: z.int(), session_id: z.string() }));
const SessionRow = AnyRow.and(z.object({ id: z.string() }));
const Extent = z.object({ last: z.int().nullable() });

/** What was told of sessions, so that only changes are told again. */
type Told = Map<string, string>;

/** Hermes keeps all sessions of a profile in one database: messages are numbered for ever, totals change in place. */
export function hermesDatabase(): DatabaseFormat {
  const told = new Map<string, Told>();
  return {
    runtime: 'hermes',
    log_source: 'hermes',
    decode: decodeRow,
    forget: () => {
      told.clear();
    },
    readRows: async (database, positions, batch) => {
      const file = `${database.dev}:${database.ino}`;
      const ofFile = told.get(file) ?? new Map<string, string>();
      told.set(file, ofFile);
      await readSessions(database, positions, batch, ofFile);
    },
  };
}

async function readSessions(
  database: OpenDatabase,
  positions: Positions,
  batch: Batch,
  told: Told,
): Promise<void> {
  const { path, dev, ino } = database;
  const tables = new Set(
    readRows(database, `SELECT name FROM sqlite_master WHERE type = 'table'`, TableName).map(
      (row) => row.name,
    ),
  );
  if (!tables.has('messages') || !tables.has('sessions')) {
    throw new SourceUnreadable({
      path,
      message: `${showPath(path)} holds no sessions in a form that is known here.`,
    });
  }
  const key = contentId('database', dev, ino, 'messages');
  const identity = `${dev}:${ino}`;
  const cursor = await positions.get(key);
  const last = readRows(database, 'SELECT max(id) AS last FROM messages', Extent)[0]?.last ?? 0;
  const known = cursor !== null && cursor.identity === identity && cursor.offset <= last;
  if (cursor !== null && !known) batch.restarts += 1;
  let next = known ? cursor.offset : 0;
  const byModel = tables.has('session_model_usage');
  const read = guard(path, () =>
    database.db.prepare('SELECT * FROM messages WHERE id > ? ORDER BY id LIMIT ?'),
  );
  const rows = guard(path, () => read.all(next, batch.room)).map((row) => MessageRow.parse(row));
  for (const row of rows) {
    if (batch.room <= 0) break;
    if (!told.has(row.session_id)) tellSession(database, row.session_id, byModel, batch, told);
    batch.add(row.session_id, rowText('messages', row), row.id);
    next = row.id;
  }
  if (next !== (known ? cursor.offset : 0)) batch.advance(key, identity, next);
  batch.behind += Math.max(0, last - next);
  batch.total = last;
  if (next >= last) tellChanges(database, byModel, batch, told);
}

/** The latest sessions, as far as their totals or their end are news. */
function tellChanges(database: OpenDatabase, byModel: boolean, batch: Batch, told: Told): void {
  const latest = 'SELECT id FROM sessions ORDER BY started_at DESC LIMIT ?';
  for (const { id } of readRows(database, latest, SessionRow, SESSIONS_WATCHED_MAX)) {
    tellSession(database, id, byModel, batch, told);
  }
}

function tellSession(database: OpenDatabase, id: string, byModel: boolean, batch: Batch, told: Told): void {
  const usage = byModel
    ? readRows(database, 'SELECT * FROM session_model_usage WHERE session_id = ? ORDER BY model', AnyRow, id)
    : [];
  const [session] = readRows(database, 'SELECT * FROM sessions WHERE id = ?', SessionRow, id);
  if (session === undefined) return;
  const rows = [
    // The prompt is stored beside the sessions and told by its hash.
    rowText('sessions', { ...session, system_prompt: null, usage_by_model: usage.length > 0 }),
    ...usage.map((row) => rowText('session_model_usage', row)),
  ];
  const version = contentId(...rows);
  if (told.get(id) === version) return;
  told.set(id, version);
  for (const row of rows) batch.add(id, row, 0);
}

function rowText(table: string, row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...row, table });
}
