import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';

const MAGIC = 'SQLite format 3\0';
/** Offsets in SQLite's file header (https://sqlite.org/fileformat.html §1.3). */
const HEADER_BYTES = 100;
const PAGE_SIZE_OFFSET = 16;
const CHANGE_COUNTER_OFFSET = 24;
const PAGE_COUNT_OFFSET = 28;
const PAGE_COUNT_VALID_FOR_OFFSET = 92;

/**
 * Whether a file is plainly not a whole SQLite database: wrong header, or shorter than its header says. Looks without
 * opening it as a database, so that a damaged file and what lies beside it stay as they are for whoever repairs them.
 */
export function looksDamaged(file: string): boolean {
  if (!existsSync(file)) return false;
  const { size } = statSync(file);
  if (size === 0) return false;
  const header = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, 'r');
  try {
    if (readSync(descriptor, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return true;
  } finally {
    closeSync(descriptor);
  }
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return true;
  // 1 stands for 65,536, which does not fit into the two bytes.
  const rawPageSize = header.readUInt16BE(PAGE_SIZE_OFFSET);
  const pageSize = rawPageSize === 1 ? 65_536 : rawPageSize;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) return true;
  const countIsValid =
    header.readUInt32BE(CHANGE_COUNTER_OFFSET) === header.readUInt32BE(PAGE_COUNT_VALID_FOR_OFFSET);
  // With a write-ahead log beside it, the file may lag behind: then only SQLite can tell.
  if (!countIsValid || existsSync(`${file}-wal`)) return false;
  return size < header.readUInt32BE(PAGE_COUNT_OFFSET) * pageSize;
}
