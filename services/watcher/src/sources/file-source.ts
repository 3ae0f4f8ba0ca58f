import type { DecodeEntry } from './decode.ts';
import type { Item } from './item.ts';
import type { Runtime } from './runtime.ts';
import type { SessionMemory } from './session-memory.ts';
import type { LogSource, Positions, RawEntry, Slice, SliceLimits, Source } from './source.ts';

/** What is particular to one runtime's files of JSON lines. */
export interface LinesFormat {
  readonly runtime: Runtime;
  readonly log_source: LogSource;
  readonly decode: DecodeEntry;
  /** The session a file belongs to, by its first line (null while it has none) and its name. */
  sessionOf(firstLine: string | null, path: string): string;
}

export interface LogFile {
  readonly path: string;
  readonly instance: string;
  readonly agent: string;
  readonly modified_ms: number;
  readonly size: number;
  readonly version: string;
}

/** One file of one runtime: as lines, packed lines, or one document. */
export abstract class FileSource implements Source {
  readonly unit = 'bytes';
  readonly runtime: Runtime;
  readonly log_source: LogSource;
  readonly path: string;
  readonly instance: string;
  readonly agent: string;
  readonly modified_ms: number;
  readonly size: number;
  readonly version: string;
  protected readonly format: LinesFormat;
  readonly #memory: SessionMemory;

  constructor(file: LogFile, format: LinesFormat, memory: SessionMemory) {
    this.runtime = format.runtime;
    this.log_source = format.log_source;
    this.path = file.path;
    this.instance = file.instance;
    this.agent = file.agent;
    this.modified_ms = file.modified_ms;
    this.size = file.size;
    this.version = file.version;
    this.format = format;
    this.#memory = memory;
  }

  abstract read(positions: Positions, limits: SliceLimits): Promise<Slice | null>;

  decode(entry: RawEntry): readonly Item[] {
    return this.format.decode(entry.text, { ...entry, memory: this.#memory });
  }
}
