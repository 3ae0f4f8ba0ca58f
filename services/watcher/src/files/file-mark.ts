import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** Bytes at the start that tell one file from another under the same inode number. */
const HEAD_BYTES = 512;
/** Bytes before the reading position that tell a file that grew from one that was written anew. */
const TAIL_BYTES = 128;

/**
 * Describes what was read so far by its first and last bytes. A file that only grows keeps them; one that was truncated,
 * replaced or written anew does not, even where it is longer than before.
 */
export function markOf(handle: FileHandle, offset: number): string {
  const head = Math.min(HEAD_BYTES, offset);
  const tail = Math.min(TAIL_BYTES, offset);
  return `${head}:${hashRange(handle, 0, head)}:${tail}:${hashRange(handle, offset - tail, tail)}`;
}

/** Whether the file still begins with what was read up to the offset, as far as its mark can tell. */
export function matchesMark(handle: FileHandle, size: number, offset: number, mark: string): boolean {
  return offset <= size && markOf(handle, offset) === mark;
}

/** Some hundred bytes that were read a moment ago or are read next: waiting for a thread would take longer than reading. */
function hashRange(handle: FileHandle, start: number, length: number): string {
  const buffer = Buffer.allocUnsafe(length);
  const bytesRead = length === 0 ? 0 : readSync(handle.fd, buffer, 0, length, start);
  return createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex').slice(0, 24);
}
