import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { SpoolError } from './spool-error.ts';

export const READ_BYTES = 256 * 1024;
export const NEWLINE = 0x0a;

interface WrittenFile {
  readonly file: string;
  /** Bytes of whole lines in it. */
  readonly bytes: number;
}

/** All or nothing: what a full disk took of a line is cut off again. `abandon` is called where even that fails. */
export function writeWhole(fd: number, bytes: Buffer, segment: WrittenFile, abandon: () => void): void {
  let failure: unknown;
  try {
    if (writeSync(fd, bytes) === bytes.length) return;
    failure = Object.assign(new Error('the line was written in part'), { code: 'ENOSPC' });
  } catch (error) {
    failure = error;
  }
  try {
    ftruncateSync(fd, segment.bytes);
  } catch {
    abandon();
  }
  throw spoolError(segment.file, failure);
}

export function spoolError(file: string, cause: unknown): SpoolError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SpoolError(
      'disk_full',
      `The disk is full: ${file} takes no more events. Free some space.`,
      cause,
    );
  }
  return new SpoolError(
    'unwritable',
    `${file} cannot be written (${code}). Check the folder's owner.`,
    cause,
  );
}

/** Up to `size` bytes from `offset`; fewer at the end of the file. */
export function readPart(fd: number, offset: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  return bytes.subarray(0, readSync(fd, bytes, 0, size, offset));
}

/** Whole lines of a file, and where the last one ends. */
export function countLines(file: string): { events: number; bytes: number } {
  const fd = openSync(file, 'r');
  try {
    let events = 0;
    let bytes = 0;
    for (let offset = 0; ; ) {
      const part = readPart(fd, offset, READ_BYTES);
      if (part.length === 0) return { events, bytes };
      for (let end = part.indexOf(NEWLINE); end >= 0; end = part.indexOf(NEWLINE, end + 1)) {
        events += 1;
        bytes = offset + end + 1;
      }
      offset += part.length;
    }
  } finally {
    closeSync(fd);
  }
}
