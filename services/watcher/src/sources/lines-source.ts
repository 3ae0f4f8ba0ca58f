import { isUtf8 } from 'node:buffer';
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import { markOf, matchesMark } from '../files/file-mark.ts';
import { openRegularFile } from '../files/open-regular-file.ts';
import { type Line, type LinesRead, readLastLine, readLines } from '../files/read-lines.ts';
import { SpareBuffer } from '../files/spare-buffer.ts';
import { showPath } from '../permissions/unreadable.ts';
import { FileSource } from './file-source.ts';
import {
  ENTRY_BYTES_MAX,
  type Notice,
  type Positions,
  type RawEntry,
  type Slice,
  type SliceLimits,
} from './source.ts';

/** Sources are read one after the other. */
const SPARE = new SpareBuffer();
/** Headers are some 200 bytes; Codex puts its instructions of some 20 KB beside them. */
const FIRST_LINE_BYTES_MAX = 256 * 1024;

/** A session log as JSON lines. Its cursor belongs to the file, not to its name: a renamed file is read on. */
export class LinesSource extends FileSource {
  /** What is known of the unfinished end of the file, so that it is not searched again while it has not grown. */
  #end = { key: '', next: -1, searched: 0, tried_size: -1 };
  #session: { readonly key: string; readonly id: string } | null = null;

  async read(positions: Positions, limits: SliceLimits): Promise<Slice | null> {
    const file = await openRegularFile(this.path);
    if (file === null) return null;
    try {
      return await this.#readOpen(file.handle, file.stats, positions, limits);
    } finally {
      await file.handle.close();
    }
  }

  async #readOpen(
    handle: FileHandle,
    stats: Stats,
    positions: Positions,
    limits: SliceLimits,
  ): Promise<Slice> {
    const key = contentId('file', stats.dev, stats.ino);
    const cursor = await positions.get(key);
    const known = cursor !== null && matchesMark(handle, stats.size, cursor.offset, cursor.identity);
    const from = known ? cursor.offset : 0;
    const restarts = cursor !== null && !known ? 1 : 0;
    if (restarts > 0) this.#session = null;
    const { lines, release } = await this.#readNew(handle, stats.size, key, from, limits);
    const session = lines.length === 0 ? '' : await this.#sessionOf(handle, key);
    const next = lines.at(-1)?.end ?? from;
    // A file that began anew is told to the store of cursors even while it holds no whole line yet.
    const moved = next !== from || restarts > 0;
    const identity = moved ? markOf(handle, next) : '';
    const entries = lines.flatMap((line) => toEntry(line, session));
    const notices = lines.flatMap((line) => this.#noticeOf(line, key));
    release();
    return {
      entries,
      notices,
      advances: moved ? [{ key, cursor: { identity, offset: next, path: this.path.slice(0, 4_096) } }] : [],
      more: lines.length > 0 && next < stats.size,
      behind: Math.max(0, stats.size - next),
      total: stats.size,
      restarts,
    };
  }

  async #readNew(
    handle: FileHandle,
    size: number,
    key: string,
    from: number,
    { entries_max, bytes_max }: SliceLimits,
  ): Promise<Pick<LinesRead, 'lines' | 'release'>> {
    const limits = { line_bytes_max: ENTRY_BYTES_MAX, lines_max: entries_max, bytes_max };
    const same = this.#end.key === key && this.#end.next === from;
    const { lines, next, searched, release } = await readLines(
      handle,
      size,
      from,
      same ? this.#end.searched : from,
      limits,
      SPARE,
    );
    const tried_size = same ? this.#end.tried_size : -1;
    this.#end = { key, next, searched, tried_size };
    if (lines.length > 0 || size === tried_size) return { lines, release };
    const last = await readLastLine(handle, size, from, limits);
    this.#end = { key, next: last?.end ?? next, searched: last?.end ?? searched, tried_size: size };
    return { lines: last === null ? [] : [last], release };
  }

  async #sessionOf(handle: FileHandle, key: string): Promise<string> {
    if (this.#session?.key !== key) {
      this.#session = { key, id: this.format.sessionOf(await readFirstLine(handle), this.path) };
    }
    return this.#session.id;
  }

  #noticeOf(line: Line, key: string): Notice[] {
    if (line.bytes !== null && isUtf8(line.bytes)) return [];
    const where = `${showPath(this.path)} at byte ${line.start}`;
    if (line.bytes === null) {
      const length = line.end - line.start;
      const message = `A line of ${length} bytes in ${where} was passed over: longer than ${ENTRY_BYTES_MAX}.`;
      return [{ key: contentId(key, line.start, 'too_long'), kind: 'too_long', message }];
    }
    const message = `A line in ${where} is not valid UTF-8; it was read with the bad bytes replaced.`;
    return [{ key: contentId(key, line.start, 'not_utf8'), kind: 'not_utf8', message }];
  }
}

function toEntry(line: Line, session: string): RawEntry[] {
  const text = line.bytes?.toString('utf8').trim() ?? '';
  return text === '' ? [] : [{ session, text, position: line.start }];
}

/** The first line, when it is whole within what is read of it. */
async function readFirstLine(handle: FileHandle): Promise<string | null> {
  const buffer = Buffer.alloc(FIRST_LINE_BYTES_MAX);
  const { bytesRead } = await handle.read(buffer, 0, FIRST_LINE_BYTES_MAX, 0);
  const read = buffer.subarray(0, bytesRead);
  const end = read.indexOf('\n');
  return end < 0
    ? bytesRead === FIRST_LINE_BYTES_MAX
      ? null
      : read.toString('utf8')
    : read.toString('utf8', 0, end);
}
