import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdCompressSync } from 'node:zlib';

/** From this size on the runtime stores an event compressed. */
const COMPRESSED_FROM_BYTES = 1_024;

/** An agent's database as OpenClaw 2026.9 keeps it, open for writing as the agent has it: the tables that are read. */
export class AgentDatabase {
  readonly path: string;
  readonly db: DatabaseSync;
  readonly #seqs = new Map<string, number>();

  constructor(home: string, agent = 'main') {
    const folder = join(home, 'agents', agent, 'agent');
    mkdirSync(folder, { recursive: true });
    this.path = join(folder, 'openclaw-agent.sqlite');
    this.db = new DatabaseSync(this.path);
    this.db.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS transcript_events (
        session_id TEXT NOT NULL, seq INTEGER NOT NULL, event_json TEXT, created_at INTEGER NOT NULL,
        event_zstd BLOB, event_utf8_bytes INTEGER, navigation_json TEXT, PRIMARY KEY (session_id, seq)) STRICT;
      CREATE TABLE IF NOT EXISTS transcript_rewrite_watermarks (
        session_id TEXT NOT NULL PRIMARY KEY, generation TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT;`);
  }

  append(session: string, event: object): void {
    const seq = this.#seqs.get(session) ?? 0;
    this.#seqs.set(session, seq + 1);
    const text = JSON.stringify(event);
    const small = text.length < COMPRESSED_FROM_BYTES;
    this.db
      .prepare('INSERT INTO transcript_events VALUES (?, ?, ?, 0, ?, ?, NULL)')
      .run(session, seq, small ? text : null, small ? null : zstdCompressSync(text), text.length);
  }

  /** As a compaction does: other rows under the same sequences, and a sign that they are others. */
  rewrite(session: string, events: readonly object[]): void {
    this.db.exec('BEGIN');
    this.db.prepare('DELETE FROM transcript_events WHERE session_id = ?').run(session);
    this.#seqs.delete(session);
    for (const event of events) this.append(session, event);
    this.db
      .prepare(
        `INSERT INTO transcript_rewrite_watermarks VALUES (?, hex(randomblob(16)), 0)
         ON CONFLICT DO UPDATE SET generation = excluded.generation`,
      )
      .run(session);
    this.db.exec('COMMIT');
  }

  close(): void {
    this.db.close();
  }
}
