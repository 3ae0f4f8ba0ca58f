import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import { openRegularFile } from '../files/open-regular-file.ts';
import { SourceUnreadable, showPath } from '../permissions/unreadable.ts';
import { FileSource } from './file-source.ts';
import type { Positions, Slice, SliceLimits } from './source.ts';

const unpack = promisify(zstdDecompress);
/** An archive holds one session; the largest real ones are some megabytes. Bounds what a hostile one can cost. */
const ARCHIVE_BYTES_MAX = 64 * 1024 * 1024;

/** A session that was put away: packed lines, which never change again. Read like the file they come from. */
export class ArchiveSource extends FileSource {
  /** Kept between two slices of one archive. */
  #lines: readonly string[] | null = null;

  async read(positions: Positions, { entries_max }: SliceLimits): Promise<Slice | null> {
    const file = await openRegularFile(this.path);
    if (file === null) return null;
    try {
      const { dev, ino, size, mtimeMs } = file.stats;
      const key = contentId('archive', dev, ino);
      const identity = `${size}:${mtimeMs}`;
      const cursor = await positions.get(key);
      const known = cursor?.identity === identity;
      const from = known ? cursor.offset : 0;
      if (known && cursor.offset >= Number.MAX_SAFE_INTEGER) return { ...NOTHING, total: size };
      this.#lines ??= await this.#unpack(size > ARCHIVE_BYTES_MAX ? null : await file.handle.readFile());
      const session = this.format.sessionOf(this.#lines[0] ?? null, this.path);
      const lines = this.#lines.slice(from, from + entries_max);
      const more = from + lines.length < this.#lines.length;
      // An archive that was read whole is not unpacked again to find that out.
      const offset = more ? from + lines.length : Number.MAX_SAFE_INTEGER;
      if (!more) this.#lines = null;
      return {
        entries: lines
          .map((text, index) => ({ session, text, position: from + index }))
          .filter(({ text }) => text.trim() !== ''),
        notices: [],
        advances: [{ key, cursor: { identity, offset, path: this.path.slice(0, 4_096) } }],
        more,
        behind: more ? size : 0,
        total: size,
        restarts: cursor !== null && !known ? 1 : 0,
      };
    } finally {
      await file.handle.close();
    }
  }

  async #unpack(bytes: Buffer | null): Promise<readonly string[]> {
    try {
      if (bytes === null) throw new RangeError('packed it is larger already');
      const unpacked = await unpack(bytes, { maxOutputLength: ARCHIVE_BYTES_MAX });
      return unpacked.toString('utf8').split('\n');
    } catch {
      const message = `${showPath(this.path)} does not unpack into ${ARCHIVE_BYTES_MAX} bytes.`;
      throw new SourceUnreadable({ path: this.path, message });
    }
  }
}

const NOTHING: Slice = {
  entries: [],
  notices: [],
  advances: [],
  more: false,
  behind: 0,
  total: 0,
  restarts: 0,
};
