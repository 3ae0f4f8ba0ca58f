import { isUtf8 } from 'node:buffer';
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import { markOf, matchesMark } from '../files/file-mark.ts';
import { openRegularFile } from '../files/open-regular-file.ts';
import { type Line, readLastLine, readLines } from '../files/read-lines.ts';
import { showPath } from '../permissions/unreadable.ts';
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
import { readSessionId } from './session-id.ts';

const LIMITS = { line_bytes_max: ENTRY_BYTES_MAX, lines_max: SLICE_ENTRIES_MAX, bytes_max: SLICE_BYTES_MAX };

export interface JsonlFile {
  readonly path: string;
  readonly instance: string;
  readonly agent: string;
  readonly modified_ms: number;
  readonly version: string;
  readonly tools: CalledTools;
}

/** A session log as JSON lines. Its cursor belongs to the file, not to its name: a renamed file is read on. */
export class JsonlSource implements Source {
  readonly log_source = 'openclaw_jsonl';
  readonly unit = 'bytes';
  readonly path: string;
  readonly instance: string;
  readonly agent: string;
  readonly modified_ms: number;
  readonly version: string;
  readonly #tools: CalledTools;
  /** What is known of the unfinished end of the file, so that it is not searched again while it has not grown. */
  #end = { key: '', next: -1, searched: 0, tried_size: -1 };
  #session: { readonly key: string; readonly id: string } | null = null;

  constructor(file: JsonlFile) {
    this.path = file.path;
    this.instance = file.instance;
    this.agent = file.agent;
    this.modified_ms = file.modified_ms;
    this.version = file.version;
    this.#tools = file.tools;
  }

  async read(positions: Positions): Promise<Slice | null> {
    const file = await openRegularFile(this.path);
    if (file === null) return null;
    try {
      return await this.#readOpen(file.handle, file.stats, positions);
    } finally {
      await file.handle.close();
    }
  }

  decode(entry: RawEntry): DecodeResult {
    return decodeEntry(entry.text, entry.session, this.#tools);
  }

  async #readOpen(handle: FileHandle, stats: Stats, positions: Positions): Promise<Slice> {
    const key = contentId('file', stats.dev, stats.ino);
    const cursor = await positions.get(key);
    const known = cursor !== null && (await matchesMark(handle, stats.size, cursor.offset, cursor.identity));
    const from = known ? cursor.offset : 0;
    const restarts = cursor !== null && !known ? 1 : 0;
    if (restarts > 0) this.#session = null;
    const lines = await this.#readNew(handle, stats.size, key, from);
    const session = lines.length === 0 ? '' : await this.#sessionOf(handle, key);
    const next = lines.at(-1)?.end ?? from;
    // A file that began anew is told to the store of cursors even while it holds no whole line yet.
    const moved = next !== from || restarts > 0;
    const identity = moved ? await markOf(handle, next) : '';
    return {
      entries: lines.flatMap((line) => toEntry(line, session)),
      notices: lines.flatMap((line) => this.#noticeOf(line, key)),
      advances: moved ? [{ key, cursor: { identity, offset: next, path: this.path.slice(0, 4_096) } }] : [],
      more: lines.length > 0 && next < stats.size,
      behind: Math.max(0, stats.size - next),
      restarts,
    };
  }

  async #readNew(handle: FileHandle, size: number, key: string, from: number): Promise<readonly Line[]> {
    const same = this.#end.key === key && this.#end.next === from;
    const { lines, next, searched } = await readLines(
      handle,
      size,
      from,
      same ? this.#end.searched : from,
      LIMITS,
    );
    const tried_size = same ? this.#end.tried_size : -1;
    this.#end = { key, next, searched, tried_size };
    if (lines.length > 0 || size === tried_size) return lines;
    const last = await readLastLine(handle, size, from, LIMITS);
    this.#end = { key, next: last?.end ?? next, searched: last?.end ?? searched, tried_size: size };
    return last === null ? [] : [last];
  }

  async #sessionOf(handle: FileHandle, key: string): Promise<string> {
    if (this.#session?.key !== key) {
      this.#session = { key, id: (await readSessionId(handle)) ?? sessionOfName(this.path) };
    }
    return this.#session.id;
  }

  #noticeOf(line: Line, key: string): Notice[] {
    const where = `${showPath(this.path)} at byte ${line.start}`;
    if (line.bytes === null) {
      const length = line.end - line.start;
      const message = `A line of ${length} bytes in ${where} was passed over: longer than ${ENTRY_BYTES_MAX}.`;
      return [{ key: contentId(key, line.start, 'too_long'), kind: 'too_long', message }];
    }
    if (isUtf8(line.bytes)) return [];
    const message = `A line in ${where} is not valid UTF-8; it was read with the bad bytes replaced.`;
    return [{ key: contentId(key, line.start, 'not_utf8'), kind: 'not_utf8', message }];
  }
}

function toEntry(line: Line, session: string): RawEntry[] {
  const text = line.bytes?.toString('utf8').trim() ?? '';
  return text === '' ? [] : [{ session, text }];
}

function sessionOfName(path: string): string {
  return basename(path).split('.jsonl')[0] || 'unknown';
}
