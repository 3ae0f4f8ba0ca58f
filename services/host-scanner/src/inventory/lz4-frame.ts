const MAGIC = 0x184d2204;
const END_OF_BLOCKS = 0;
const UNCOMPRESSED_BIT = 0x80000000;
/** Shortest match of the block format. */
const MATCH_MIN = 4;
const NIBBLE_MORE = 15;
const BYTE_MORE = 255;

/**
 * Decodes LZ4 frames (apt keeps its lists in them where `Acquire::GzipIndexes` is on). Null for damaged data or more than
 * `bytesMax` bytes. Checksums are not verified: what is damaged would only fail to match a package.
 */
export function decodeLz4Frame(data: Buffer, bytesMax: number): Buffer | null {
  let output = Buffer.alloc(Math.min(bytesMax, Math.max(65_536, data.length * 5)));
  let written = 0;
  let at = 0;
  const room = (more: number): boolean => {
    if (written + more > bytesMax) return false;
    if (written + more > output.length) {
      const larger = Buffer.alloc(Math.min(bytesMax, (written + more) * 2));
      output.copy(larger, 0, 0, written);
      output = larger;
    }
    return true;
  };
  if (data.length < 7) return null;
  while (at + 7 <= data.length) {
    if (data.readUInt32LE(at) !== MAGIC) return null;
    const flags = data[at + 4] ?? 0;
    const [blockChecksum, contentSize, contentChecksum, dictionary] = [0x10, 0x08, 0x04, 0x01].map(
      (bit) => (flags & bit) !== 0,
    );
    at += 6 + (contentSize ? 8 : 0) + (dictionary ? 4 : 0) + 1;
    for (;;) {
      if (at + 4 > data.length) return null;
      const size = data.readUInt32LE(at);
      at += 4;
      if (size === END_OF_BLOCKS) break;
      const end = at + (size & ~UNCOMPRESSED_BIT);
      if (end > data.length) return null;
      if ((size & UNCOMPRESSED_BIT) !== 0) {
        if (!room(end - at)) return null;
        data.copy(output, written, at, end);
        written += end - at;
      } else if (!decodeBlock(at, end)) return null;
      at = end + (blockChecksum ? 4 : 0);
    }
    if (contentChecksum) at += 4;
  }
  return output.subarray(0, written);

  /** A length that starts in a nibble and goes on in bytes while they are full; -1 past the end. */
  function lengthFrom(nibble: number, cursor: { at: number }, end: number): number {
    let length = nibble;
    if (nibble !== NIBBLE_MORE) return length;
    for (;;) {
      if (cursor.at >= end) return -1;
      const byte = data[cursor.at] ?? 0;
      cursor.at += 1;
      length += byte;
      if (byte !== BYTE_MORE) return length;
    }
  }

  function decodeBlock(start: number, end: number): boolean {
    const cursor = { at: start };
    while (cursor.at < end) {
      const token = data[cursor.at] ?? 0;
      cursor.at += 1;
      const literals = lengthFrom(token >> 4, cursor, end);
      if (literals === -1 || cursor.at + literals > end || !room(literals)) return false;
      data.copy(output, written, cursor.at, cursor.at + literals);
      written += literals;
      cursor.at += literals;
      if (cursor.at === end) return true;
      if (cursor.at + 2 > end) return false;
      const offset = data.readUInt16LE(cursor.at);
      cursor.at += 2;
      const more = lengthFrom(token & 15, cursor, end);
      if (more === -1 || offset === 0 || offset > written || !room(more + MATCH_MIN)) return false;
      const stop = written + more + MATCH_MIN;
      // Source and target may overlap: byte by byte repeats the pattern.
      if (offset >= stop - written) output.copy(output, written, written - offset, stop - offset);
      else for (let to = written; to < stop; to += 1) output[to] = output[to - offset] ?? 0;
      written = stop;
    }
    return true;
  }
}
