import type { FileHandle } from 'node:fs/promises';
import type { SpareBuffer } from './spare-buffer.ts';

/** Read at once: about a slice; more and more while no line ends, as in a line of hundreds of megabytes. */
const CHUNK_BYTES_MAX = 4 * 1024 * 1024;
const NEWLINE = 0x0a;
const CLOSING_BRACE = 0x7d;

export interface Line {
  readonly start: number;
  /** Offset after the line's end. */
  readonly end: number;
  /** Null for a line longer than the limit: it was passed over. */
  readonly bytes: Buffer | null;
}

export interface LineLimits {
  /** Longest line that is read. */
  readonly line_bytes_max: number;
  /** The reading stops after the line with which these are reached. */
  readonly lines_max: number;
  readonly bytes_max: number;
}

export interface LinesRead {
  readonly lines: readonly Line[];
  /** Where the next line begins. */
  readonly next: number;
  /** Up to here no newline follows `next`: a long unfinished line is searched once, not at every look. */
  readonly searched: number;
  /** There are more whole lines. */
  readonly more: boolean;
  /** To be called when the bytes of the lines are not needed any more. */
  release(): void;
}

/**
 * Reads whole lines from an offset on. A line without an end is left for later, whatever its length, unless it is a
 * whole JSON object: no beginning of an object is itself one, so nothing of it can be missing.
 */
export async function readLines(
  handle: FileHandle,
  size: number,
  from: number,
  searched: number,
  limits: LineLimits,
  spare: SpareBuffer,
): Promise<LinesRead> {
  const lines: Line[] = [];
  let next = from;
  let scan = Math.max(from, searched);
  let chunkBytes = Math.min(limits.bytes_max, CHUNK_BYTES_MAX);
  let buffer = spare.take(Math.min(chunkBytes, Math.max(1, size - scan)));
  const release = () => {
    spare.giveBack(buffer);
  };
  while (scan < size) {
    const wanted = Math.min(chunkBytes, size - scan);
    // Lines are views of the buffer they were read into; one without any is used again.
    if (buffer.length < wanted) buffer = Buffer.allocUnsafe(wanted);
    const chunk = await readInto(handle, buffer.subarray(0, wanted), scan);
    if (chunk.length === 0) break;
    const linesBefore = lines.length;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) {
      const end = scan + at + 1;
      const length = end - 1 - next;
      const tooLong = length > limits.line_bytes_max;
      const inChunk = next >= scan;
      const bytes = tooLong
        ? null
        : inChunk
          ? chunk.subarray(next - scan, at)
          : await readRange(handle, next, length);
      lines.push({ start: next, end, bytes });
      next = end;
      if (lines.length >= limits.lines_max || next - from >= limits.bytes_max) {
        return { lines, next, searched: next, more: next < size, release };
      }
    }
    scan += chunk.length;
    if (lines.length > linesBefore) buffer = Buffer.alloc(0);
    else chunkBytes = Math.min(2 * chunkBytes, CHUNK_BYTES_MAX);
  }
  return { lines, next, searched: scan, more: false, release };
}

/** The line without an end at `from`, if it is whole all the same. */
export async function readLastLine(
  handle: FileHandle,
  size: number,
  from: number,
  limits: LineLimits,
): Promise<Line | null> {
  const length = size - from;
  if (length < 2 || length > limits.line_bytes_max) return null;
  const [last] = await readRange(handle, size - 1, 1);
  if (last !== CLOSING_BRACE) return null;
  const bytes = await readRange(handle, from, length);
  return bytes.length === length && isObject(bytes) ? { start: from, end: size, bytes } : null;
}

function isObject(bytes: Buffer): boolean {
  try {
    return typeof JSON.parse(bytes.toString('utf8')) === 'object';
  } catch {
    return false;
  }
}

async function readRange(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  return await readInto(handle, Buffer.allocUnsafe(length), start);
}

async function readInto(handle: FileHandle, buffer: Buffer, start: number): Promise<Buffer> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
