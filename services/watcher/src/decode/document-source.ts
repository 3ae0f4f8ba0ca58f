import { openRegularFile } from '../files/open-regular-file.ts';
import { SourceUnreadable, showPath } from '../permissions/unreadable.ts';
import type { Item } from '../sources/item.ts';
import type { LinesFormat } from '../sources/lines-source.ts';
import type { SessionMemory } from '../sources/session-memory.ts';
import {
  ENTRY_BYTES_MAX,
  type Positions,
  type RawEntry,
  type Slice,
  type Source,
} from '../sources/source.ts';

/** A whole chat in one document, as Gemini CLI kept it before it wrote lines. Read in one go. */
export class DocumentSource implements Source {
  readonly unit = 'bytes';
  readonly runtime: LinesFormat['runtime'];
  readonly log_source: LinesFormat['log_source'];
  readonly path: string;
  readonly instance: string;
  readonly agent: string;
  readonly modified_ms = 0;
  readonly size = null;
  readonly version = null;
  readonly #format: LinesFormat;
  readonly #memory: SessionMemory;

  constructor(path: string, agent: string, format: LinesFormat, memory: SessionMemory) {
    this.path = path;
    this.instance = path;
    this.agent = agent;
    this.runtime = format.runtime;
    this.log_source = format.log_source;
    this.#format = format;
    this.#memory = memory;
  }

  async read(positions: Positions): Promise<Slice | null> {
    const file = await openRegularFile(this.path);
    if (file === null) return null;
    try {
      const { size } = file.stats;
      if (size > ENTRY_BYTES_MAX) {
        const message = `${showPath(this.path)} is longer than ${ENTRY_BYTES_MAX} bytes.`;
        throw new SourceUnreadable({ path: this.path, message });
      }
      const done = (await positions.get(this.path)) !== null;
      const text = done ? '' : await file.handle.readFile('utf8');
      return {
        entries: done ? [] : [{ session: this.#format.sessionOf(null, this.path), text, position: 0 }],
        notices: [],
        advances: done ? [] : [{ key: this.path, cursor: { identity: '', offset: size, path: this.path } }],
        more: false,
        behind: 0,
        total: size,
        restarts: 0,
      };
    } finally {
      await file.handle.close();
    }
  }

  decode(entry: RawEntry): readonly Item[] {
    return this.#format.decode(entry.text, { ...entry, memory: this.#memory });
  }
}
