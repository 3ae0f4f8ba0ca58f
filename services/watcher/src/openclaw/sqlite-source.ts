import type { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { z } from 'zod';
import { type ForeignDatabase, guard, openForeignDatabase } from '../databases/foreign-database.ts';
import { SourceUnreadable, showPath } from '../permissions/unreadable.ts';
import type { DecodeResult } from '../sources/decoded-entry.ts';
import {
  ENTRY_BYTES_MAX,
  type Notice,
  type Positions,
  type RawEntry,
  SLICE_BYTES_MAX,
  SLICE_ENTRIES_MAX,
  type Slice,
  type Source,
} from '../sources/source.ts';
import { decodeEntry } from './decode-entry.ts';
import type { CalledTools } from './real-tool.ts';
import * as sql from './transcript.sql.ts';

export interface AgentDatabase {
  readonly path: string;
  readonly instance: string;
  readonly agent: string;
  readonly modified_ms: number;
  readonly tools: CalledTools;
}

interface Batch {
  readonly entries: RawEntry[];
  readonly notices: Notice[];
  readonly advances: { key: string; cursor: { identity: string; offset: number; path: string } }[];
  bytes: number;
  behind: number;
  restarts: number;
}

/** All sessions of one agent, each with a cursor of its own: the sequence to read next. */
export class SqliteSource implements Source {
  readonly log_source = 'openclaw_sqlite';
  readonly unit = 'rows';
  readonly path: string;
  readonly instance: string;
  readonly agent: string;
  readonly modified_ms: number;
  /** What is new may stand in the write-ahead log alone. */
  readonly version = null;
  readonly #tools: CalledTools;

  constructor(database: AgentDatabase) {
    this.path = database.path;
    this.instance = database.instance;
    this.agent = database.agent;
    this.modified_ms = database.modified_ms;
    this.#tools = database.tools;
  }

  async read(positions: Positions): Promise<Slice | null> {
    const foreign = await openForeignDatabase(this.path);
    if (foreign === null) return null;
    const batch: Batch = { entries: [], notices: [], advances: [], bytes: 0, behind: 0, restarts: 0 };
    try {
      await this.#readSessions(foreign, positions, batch);
      if (!foreign.settled()) return emptySlice();
    } catch (error) {
      if (!foreign.settled()) return emptySlice();
      throw error;
    } finally {
      foreign.close();
    }
    const { entries, notices, advances, behind, restarts } = batch;
    return { entries, notices, advances, behind, restarts, more: advances.length > 0 && behind > 0 };
  }

  decode(entry: RawEntry): DecodeResult {
    return decodeEntry(entry.text, entry.session, this.#tools);
  }

  async #readSessions(foreign: ForeignDatabase, positions: Positions, batch: Batch): Promise<void> {
    const { db, dev, ino } = foreign;
    const tables = readAll(this.path, db, sql.FIND_TABLES, sql.TableName).map((table) => table.name);
    if (!tables.includes('transcript_events')) {
      const message = `${showPath(this.path)} holds no transcripts in a form that is known here.`;
      throw new SourceUnreadable({ path: this.path, message });
    }
    const rewrites = tables.includes('transcript_rewrite_watermarks')
      ? readAll(this.path, db, sql.LIST_REWRITES, sql.RewriteRow)
      : [];
    const generations = new Map(rewrites.map((row) => [row.session_id, row.generation]));
    const compressed = readAll(this.path, db, sql.HAS_COMPRESSED, sql.TableName).length > 0;
    const read = guard(this.path, () => db.prepare(compressed ? sql.READ_EVENTS : sql.READ_PLAIN_EVENTS));
    for (const session of readAll(this.path, db, sql.LIST_SESSIONS, sql.SessionRow)) {
      const key = contentId('database', dev, ino, session.session_id);
      const identity = `${dev}:${ino}:${generations.get(session.session_id) ?? ''}`;
      const cursor = await positions.get(key);
      const known = cursor !== null && cursor.identity === identity && cursor.offset <= session.last_seq + 1;
      if (cursor !== null && !known) batch.restarts += 1;
      const from = known ? cursor.offset : 0;
      let next = from;
      const rowsLeft = SLICE_ENTRIES_MAX - batch.entries.length;
      if (from <= session.last_seq && rowsLeft > 0 && batch.bytes < SLICE_BYTES_MAX) {
        next = this.#readRows(
          session.session_id,
          read.iterate(session.session_id, from, rowsLeft),
          from,
          batch,
        );
        batch.advances.push({ key, cursor: { identity, offset: next, path: this.path.slice(0, 4_096) } });
      }
      batch.behind += Math.max(0, session.last_seq + 1 - next);
    }
  }

  /** Takes rows until the slice is full; returns the sequence after the last one taken. */
  #readRows(session: string, rows: Iterable<unknown>, from: number, batch: Batch): number {
    return guard(this.path, () => {
      let next = from;
      for (const raw of rows) {
        const row = sql.EventRow.parse(raw);
        const text = row.event_json ?? decompress(row.event_zstd);
        next = row.seq + 1;
        if (text === null) {
          const where = `${showPath(this.path)}, session ${showPath(session)}, row ${row.seq}`;
          batch.notices.push({
            key: contentId(this.path, session, row.seq, 'too_long'),
            kind: 'too_long',
            message: `An entry in ${where} was passed over: it does not unpack into ${ENTRY_BYTES_MAX} bytes.`,
          });
          continue;
        }
        batch.entries.push({ session, text });
        batch.bytes += text.length;
        if (batch.bytes >= SLICE_BYTES_MAX) break;
      }
      return next;
    });
  }
}

function readAll<Row extends z.ZodType>(
  path: string,
  db: DatabaseSync,
  text: string,
  row: Row,
): z.infer<Row>[] {
  return guard(path, () => db.prepare(text).all()).map((each) => row.parse(each));
}

function decompress(bytes: Uint8Array | null): string | null {
  if (bytes === null) return null;
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: ENTRY_BYTES_MAX }).toString('utf8');
  } catch {
    return null;
  }
}

function emptySlice(): Slice {
  return { entries: [], notices: [], advances: [], more: false, behind: 0, restarts: 0 };
}
