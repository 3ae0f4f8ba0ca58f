import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** Bytes at the start that tell one file from another under the same inode number. */
const HEAD_BYTES = 512;
/** Bytes before the reading position that tell a file that grew from one that was written anew. */
const TAIL_BYTES = 128;

/**
 * Describes what was read so far by its first and last bytes. A file that only grows keeps them; one that was truncated,
 * replaced or written anew does not, even where it is longer than before.
 */
export async function markOf(handle: FileHandle, offset: number): Promise<string> {
  const head = Math.min(HEAD_BYTES, offset);
  const tail = Math.min(TAIL_BYTES, offset);
  return `${head}:${await hashRange(handle, 0, head)}:${tail}:${await hashRange(handle, offset - tail, tail)}`;
}

/** Whether the file still begins with what was read up to the offset, as far as its mark can tell. */
export async function matchesMark(
  handle: FileHandle,
  size: number,
  offset: number,
  mark: string,
): Promise<boolean> {
  return offset <= size && (await markOf(handle, offset)) === mark;
}

async function hashRange(handle: FileHandle, start: number, length: number): Promise<string> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = length === 0 ? { bytesRead: 0 } : await handle.read(buffer, 0, length, start);
  return createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex').slice(0, 24);
}
