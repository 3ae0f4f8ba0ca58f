import { contentId } from '@clawnex/shared/kernel/ids.ts';
import { openRegularFile } from '../files/open-regular-file.ts';
import { SourceUnreadable, showPath } from '../permissions/unreadable.ts';
import { FileSource } from './file-source.ts';
import { ENTRY_BYTES_MAX, type Positions, type Slice } from './source.ts';

/**
 * A whole chat in one document, as Gemini CLI kept it before it wrote lines: written anew with each message, and read anew
 * with each change. What it told before has the same keys.
 */
export class DocumentSource extends FileSource {
  async read(positions: Positions): Promise<Slice | null> {
    const file = await openRegularFile(this.path);
    if (file === null) return null;
    try {
      const { dev, ino, size, mtimeMs } = file.stats;
      if (size > ENTRY_BYTES_MAX) {
        const message = `${showPath(this.path)} is longer than ${ENTRY_BYTES_MAX} bytes.`;
        throw new SourceUnreadable({ path: this.path, message });
      }
      const key = contentId('document', dev, ino);
      const identity = `${size}:${mtimeMs}`;
      const known = (await positions.get(key))?.identity === identity;
      const text = known ? '' : await file.handle.readFile('utf8');
      // Half written, it is no JSON yet: it is looked at again when it has changed once more.
      const entries =
        known || !isWhole(text)
          ? []
          : [{ session: this.format.sessionOf(null, this.path), text, position: 0 }];
      const cursor = { identity, offset: size, path: this.path.slice(0, 4_096) };
      return {
        entries,
        notices: [],
        advances: known ? [] : [{ key, cursor }],
        more: false,
        behind: known || entries.length > 0 ? 0 : size,
        total: size,
        restarts: 0,
      };
    } finally {
      await file.handle.close();
    }
  }
}

function isWhole(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
