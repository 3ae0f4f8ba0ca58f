import { statSync } from 'node:fs';
import type { Cursor } from '@clawnex/proto/kv.ts';
import { type ForeignDatabase, openForeignDatabase } from '../databases/foreign-database.ts';
import type { DecodeEntry } from './decode.ts';
import type { Item } from './item.ts';
import type { Runtime } from './runtime.ts';
import type { SessionMemory } from './session-memory.ts';
import type { LogSource, Notice, Positions, RawEntry, Slice, SliceLimits, Source } from './source.ts';

/** What is particular to one runtime's databases. */
export interface DatabaseFormat {
  readonly runtime: Runtime;
  readonly log_source: LogSource;
  readonly decode: DecodeEntry;
  /** Takes the next rows into the batch. Throws `SourceUnreadable`. */
  readRows(database: OpenDatabase, positions: Positions, batch: Batch): Promise<void>;
  /** What was taken last is not used: it is to be given again. */
  forget?(): void;
}

export interface OpenDatabase extends ForeignDatabase {
  readonly path: string;
}

export interface DatabaseFile {
  readonly path: string;
  readonly instance: string;
  readonly agent: string;
  readonly modified_ms: number;
}

/** Rows on their way into a slice. */
export class Batch {
  readonly entries: RawEntry[] = [];
  readonly notices: Notice[] = [];
  readonly advances: { readonly key: string; readonly cursor: Cursor }[] = [];
  behind = 0;
  total = 0;
  restarts = 0;
  readonly #path: string;
  readonly #limits: SliceLimits;
  #bytes = 0;

  constructor(path: string, limits: SliceLimits) {
    this.#path = path;
    this.#limits = limits;
  }

  /** How many more rows fit. */
  get room(): number {
    const { entries_max, bytes_max } = this.#limits;
    return this.#bytes >= bytes_max ? 0 : Math.max(0, entries_max - this.entries.length);
  }

  add(session: string, text: string, position: number): void {
    this.entries.push({ session, text, position });
    this.#bytes += text.length;
  }

  advance(key: string, identity: string, offset: number): void {
    this.advances.push({ key, cursor: { identity, offset, path: this.#path.slice(0, 4_096) } });
  }
}

/** The sessions in a database that belongs to an agent. */
export class DatabaseSource implements Source {
  readonly unit = 'rows';
  readonly runtime: Runtime;
  readonly log_source: LogSource;
  readonly path: string;
  readonly instance: string;
  readonly agent: string;
  readonly modified_ms: number;
  readonly size = null;
  /** What is new may stand in the write-ahead log alone. */
  readonly version = null;
  readonly #format: DatabaseFormat;
  readonly #memory: SessionMemory;

  constructor(file: DatabaseFile, format: DatabaseFormat, memory: SessionMemory) {
    this.runtime = format.runtime;
    this.log_source = format.log_source;
    this.path = file.path;
    this.instance = file.instance;
    this.agent = file.agent;
    this.modified_ms = file.modified_ms;
    this.#format = format;
    this.#memory = memory;
  }

  /** Opening a database is a sign of its own: as root, SQLite gives its log to the database's owner each time. */
  stamp(): string {
    return [this.path, `${this.path}-wal`]
      .map((path) => statSync(path, { throwIfNoEntry: false }))
      .map((stats) => (stats === undefined ? 'none' : `${stats.ino}:${stats.size}:${stats.mtimeMs}`))
      .join(' ');
  }

  async read(positions: Positions, limits: SliceLimits): Promise<Slice | null> {
    const foreign = await openForeignDatabase(this.path);
    if (foreign === null) return null;
    const batch = new Batch(this.path, limits);
    try {
      await this.#format.readRows({ ...foreign, path: this.path }, positions, batch);
      if (!foreign.settled()) return this.#nothingYet();
    } catch (error) {
      if (!foreign.settled()) return this.#nothingYet();
      throw error;
    } finally {
      foreign.close();
    }
    const { entries, notices, advances, behind, total, restarts } = batch;
    return { entries, notices, advances, behind, total, restarts, more: advances.length > 0 && behind > 0 };
  }

  decode(entry: RawEntry): readonly Item[] {
    return this.#format.decode(entry.text, { ...entry, memory: this.#memory });
  }

  /** The file changed under a reading that took no lock: what was read is not to be trusted. */
  #nothingYet(): Slice {
    this.#format.forget?.();
    return { entries: [], notices: [], advances: [], more: false, behind: 0, total: 0, restarts: 0 };
  }
}
