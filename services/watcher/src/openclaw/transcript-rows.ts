import { zstdDecompressSync } from 'node:zlib';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import { guard } from '../databases/foreign-database.ts';
import { readRows } from '../databases/read-rows.ts';
import { SourceUnreadable, showPath } from '../permissions/unreadable.ts';
import type { Batch, OpenDatabase } from '../sources/database-source.ts';
import { ENTRY_BYTES_MAX, type Positions } from '../sources/source.ts';
import * as sql from './transcript.sql.ts';

/** All sessions of one agent, each with a cursor of its own: the sequence to read next. */
export async function readTranscripts(
  database: OpenDatabase,
  positions: Positions,
  batch: Batch,
): Promise<void> {
  const { path, db, dev, ino } = database;
  const tables = readRows(database, sql.FIND_TABLES, sql.TableName).map((table) => table.name);
  if (!tables.includes('transcript_events')) {
    throw new SourceUnreadable({
      path,
      message: `${showPath(path)} holds no transcripts in a form that is known here.`,
    });
  }
  const rewrites = tables.includes('transcript_rewrite_watermarks')
    ? readRows(database, sql.LIST_REWRITES, sql.RewriteRow)
    : [];
  const generations = new Map(rewrites.map((row) => [row.session_id, row.generation]));
  const compressed = readRows(database, sql.HAS_COMPRESSED, sql.TableName).length > 0;
  const read = guard(path, () => db.prepare(compressed ? sql.READ_EVENTS : sql.READ_PLAIN_EVENTS));
  for (const { session_id, last_seq } of readRows(database, sql.LIST_SESSIONS, sql.SessionRow)) {
    const key = contentId('database', dev, ino, session_id);
    const identity = `${dev}:${ino}:${generations.get(session_id) ?? ''}`;
    const cursor = await positions.get(key);
    const known = cursor !== null && cursor.identity === identity && cursor.offset <= last_seq + 1;
    if (cursor !== null && !known) batch.restarts += 1;
    const from = known ? cursor.offset : 0;
    let next = from;
    if (from <= last_seq && batch.room > 0) {
      next = takeRows(path, session_id, read.iterate(session_id, from, batch.room), from, batch);
      batch.advance(key, identity, next);
    }
    batch.behind += Math.max(0, last_seq + 1 - next);
    batch.total += last_seq + 1;
  }
}

/** Takes rows until the slice is full; returns the sequence after the last one taken. */
function takeRows(
  path: string,
  session: string,
  rows: Iterable<unknown>,
  from: number,
  batch: Batch,
): number {
  return guard(path, () => {
    let next = from;
    for (const raw of rows) {
      const row = sql.EventRow.parse(raw);
      const text = row.event_json ?? decompress(row.event_zstd);
      next = row.seq + 1;
      if (text !== null) batch.add(session, text, row.seq);
      else {
        const where = `${showPath(path)}, session ${showPath(session)}, row ${row.seq}`;
        batch.notices.push({
          key: contentId(path, session, row.seq, 'too_long'),
          kind: 'too_long',
          message: `An entry in ${where} was passed over: it does not unpack into ${ENTRY_BYTES_MAX} bytes.`,
        });
      }
      if (batch.room <= 0) break;
    }
    return next;
  });
}

function decompress(bytes: Uint8Array | null): string | null {
  if (bytes === null) return null;
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: ENTRY_BYTES_MAX }).toString('utf8');
  } catch {
    return null;
  }
}
