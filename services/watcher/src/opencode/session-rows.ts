import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { z } from 'zod';
import { readRows } from '../databases/read-rows.ts';
import { SourceUnreadable, showPath } from '../permissions/unreadable.ts';
import type { Batch, DatabaseFormat, OpenDatabase } from '../sources/database-source.ts';
import { RecentMap } from '../sources/recent-map.ts';
import type { Positions } from '../sources/source.ts';
import { decodeRow } from './decode-row.ts';
import * as sql from './session-rows.sql.ts';

/** Rows of these many last ones are looked at again for changes: a message grows for minutes, not for days. */
const MESSAGES_WATCHED = 100;
const PARTS_WATCHED = 1_000;
/** Sessions whose start was told by this process; telling one again costs a row. */
const SESSIONS_TOLD_MAX = 10_000;

/** Versions of the rows looked at again, as they were told. */
interface Told {
  readonly messages: RecentMap<number>;
  readonly parts: RecentMap<number>;
  readonly sessions: RecentMap<true>;
}

/**
 * opencode keeps all sessions in one database and updates rows as a message grows. New messages are found by row number,
 * changes by looking again at the last rows; a row told twice has the same keys.
 */
export function opencodeDatabase(): DatabaseFormat {
  const told = new Map<string, Told>();
  return {
    runtime: 'opencode',
    log_source: 'opencode',
    decode: decodeRow,
    forget: () => {
      told.clear();
    },
    readRows: async (database, positions, batch) => {
      const file = `${database.dev}:${database.ino}`;
      const ofFile = told.get(file) ?? {
        messages: new RecentMap(2 * MESSAGES_WATCHED),
        parts: new RecentMap(2 * PARTS_WATCHED),
        sessions: new RecentMap(SESSIONS_TOLD_MAX),
      };
      told.set(file, ofFile);
      await new SessionReader(database, batch, ofFile).read(positions);
    },
  };
}

class SessionReader {
  readonly #database: OpenDatabase;
  readonly #batch: Batch;
  readonly #told: Told;

  constructor(database: OpenDatabase, batch: Batch, told: Told) {
    this.#database = database;
    this.#batch = batch;
    this.#told = told;
  }

  async read(positions: Positions): Promise<void> {
    const { path } = this.#database;
    const tables = readRows(this.#database, sql.FIND_TABLES, sql.Name).map((row) => row.name);
    if (tables.length < 3) {
      throw new SourceUnreadable({
        path,
        message: `${showPath(path)} holds no sessions in a form that is known here.`,
      });
    }
    const parts = await this.#position('part', positions);
    const messages = await this.#position('message', positions);
    // History takes parts with their messages; those that came or changed since it began are found by their own number.
    if (parts.first) this.#advance('part', parts.last);
    let next = messages.from;
    for (const row of readRows(this.#database, sql.NEXT_MESSAGES, sql.MessageRow, next, this.#batch.room)) {
      if (this.#batch.room <= 0) break;
      this.#tellMessage(row);
      next = row.row;
    }
    if (next !== messages.from) this.#advance('message', next);
    this.#batch.behind += Math.max(
      0,
      readRows(this.#database, sql.COUNT_AFTER, sql.Counted, next)[0]?.count ?? 0,
    );
    this.#batch.total = messages.last;
    if (this.#batch.behind > 0) return;
    this.#tellChanges(messages.from, parts.first ? parts.last : parts.from);
  }

  /**
   * Where a table was read to. Row numbers last until the database is vacuumed: where the row there is another one (or
   * gone), reading starts again.
   */
  async #position(
    table: 'message' | 'part',
    positions: Positions,
  ): Promise<{ from: number; last: number; first: boolean }> {
    const cursor = await positions.get(this.#key(table));
    const last = readRows(this.#database, sql.LAST_ROW[table], sql.Extent)[0]?.last ?? 0;
    if (cursor === null) return { from: 0, last, first: true };
    if (cursor.identity === this.#identity(table, cursor.offset))
      return { from: cursor.offset, last, first: false };
    this.#batch.restarts += 1;
    return { from: 0, last, first: true };
  }

  #key(table: string): string {
    const { dev, ino } = this.#database;
    return contentId('database', dev, ino, table);
  }

  #identity(table: 'message' | 'part', row: number): string {
    const { dev, ino } = this.#database;
    const id = readRows(this.#database, sql.ID_OF_ROW[table], sql.Id, row)[0]?.id ?? '';
    return `${dev}:${ino}:${id.slice(0, 100)}`;
  }

  #advance(table: 'message' | 'part', row: number): void {
    this.#batch.advance(this.#key(table), this.#identity(table, row), row);
  }

  #tellMessage(row: z.infer<typeof sql.MessageRow>): void {
    const { sessions, messages, parts } = this.#told;
    if (!sessions.has(row.session_id)) {
      sessions.set(row.session_id, true);
      for (const session of readRows(this.#database, sql.SESSION, sql.SessionRow, row.session_id)) {
        this.#batch.add(
          row.session_id,
          `{"table":"session","id":${json(session.id)},"parent":${json(session.parent_id)},"time":${session.time_created}}`,
          0,
        );
      }
    }
    messages.set(row.id, row.time_updated);
    this.#batch.add(
      row.session_id,
      `{"table":"message","id":${json(row.id)},"message":${json(row.id)},"time":${row.time_created},"steps":${row.steps === 1},"data":${row.data}}`,
      row.row,
    );
    for (const part of readRows(this.#database, sql.PARTS_OF_MESSAGE, sql.PartRow, row.id)) {
      parts.set(part.id, part.time_updated);
      this.#tellPart(part);
    }
  }

  #tellPart(row: z.infer<typeof sql.PartRow>): void {
    this.#batch.add(
      row.session_id,
      `{"table":"part","id":${json(row.id)},"message":${json(row.message_id)},"time":${row.time_created},"role":${json(row.role)},"completed":${row.completed === 1},"data":${row.data}}`,
      row.row,
    );
  }

  #tellChanges(messagesFrom: number, partsFrom: number): void {
    const { messages, parts } = this.#told;
    for (const { row, id, time_updated } of this.#versions('message', messagesFrom - MESSAGES_WATCHED)) {
      if (messages.get(id) === time_updated) continue;
      for (const message of readRows(this.#database, sql.MESSAGE_OF_ROW, sql.MessageRow, row))
        this.#tellMessage(message);
    }
    let last = partsFrom;
    for (const { row, id, time_updated } of this.#versions('part', partsFrom - PARTS_WATCHED)) {
      last = Math.max(last, row);
      if (parts.get(id) === time_updated) continue;
      parts.set(id, time_updated);
      for (const part of readRows(this.#database, sql.PART_OF_ROW, sql.PartRow, row)) this.#tellPart(part);
    }
    if (last !== partsFrom) this.#advance('part', last);
  }

  #versions(table: 'message' | 'part', after: number): z.infer<typeof sql.Version>[] {
    return readRows(this.#database, sql.VERSIONS[table], sql.Version, after);
  }
}

function json(value: string | null): string {
  return JSON.stringify(value);
}
