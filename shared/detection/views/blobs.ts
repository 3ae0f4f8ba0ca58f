import { Buffer } from 'node:buffer';
import { constants, gunzipSync, inflateSync } from 'node:zlib';
import { canStartText, textFromBytes } from './readable.ts';

/** A long run of one alphabet that may hold text; undefined where it holds none. `limit`: characters that are still wanted. */
export type BlobDecoder = (text: string, start: number, end: number, limit: number) => string | undefined;

const SEXTET = new Int8Array(128).fill(-1);
for (const [value, char] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  SEXTET[char.charCodeAt(0)] = value;
SEXTET[0x2d] = 62;
SEXTET[0x5f] = 63;
const QUINTET = new Int8Array(128).fill(-1);
for (const [value, char] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'].entries())
  QUINTET[char.charCodeAt(0)] = value;
const NIBBLE = new Int8Array(128).fill(-1);
for (const [value, char] of [...'0123456789abcdef'].entries()) NIBBLE[char.charCodeAt(0)] = value;
for (const [value, char] of [...'ABCDEF'].entries()) NIBBLE[char.charCodeAt(0)] = value + 10;

const head = new Uint8Array(6);

/** The first bytes of the run, `bits` a character; undefined where a character is of another alphabet. */
function readHead(
  text: string,
  start: number,
  end: number,
  table: Int8Array,
  bits: number,
): Uint8Array | undefined {
  let buffer = 0;
  let held = 0;
  let count = 0;
  for (let at = start; at < end && count < head.length; at++) {
    const unit = text.charCodeAt(at);
    const value = unit < 128 ? (table[unit] ?? -1) : -1;
    if (value < 0) return undefined;
    buffer = ((buffer << bits) | value) & 0xffff;
    held += bits;
    if (held < 8) continue;
    held -= 8;
    head[count++] = (buffer >> held) & 0xff;
  }
  return count === head.length ? head : undefined;
}

export function decodeBase64(text: string, start: number, end: number, limit: number): string | undefined {
  const bytes = readHead(text, start, end, SEXTET, 6);
  if (!bytes || !canStartText(bytes)) return undefined;
  const piece = text.slice(start, Math.min(end, start + limit * 4));
  // A word or a path is one kind of letter; base64 of a sentence mixes them.
  if (!/[A-Z]/.test(piece) || !/[a-z]/.test(piece) || !/\d/.test(piece)) return undefined;
  return textFromBytes(Buffer.from(piece, 'base64'));
}

export function decodeHex(text: string, start: number, end: number, limit: number): string | undefined {
  const from = text.startsWith('0x', start) ? start + 2 : start;
  const bytes = readHead(text, from, end, NIBBLE, 4);
  if (!bytes || !canStartText(bytes)) return undefined;
  const piece = text.slice(from, Math.min(end, from + limit * 4));
  if (!/^[0-9a-fA-F\s]*$/.test(piece)) return undefined;
  return textFromBytes(Buffer.from(piece.replaceAll(/\s/g, ''), 'hex'));
}

export function decodeBase32(text: string, start: number, end: number, limit: number): string | undefined {
  const opening = readHead(text, start, end, QUINTET, 5);
  if (!opening || !canStartText(opening)) return undefined;
  const last = Math.min(end, start + limit * 4);
  const bytes = Buffer.alloc(Math.ceil(((last - start) * 5) / 8));
  let count = 0;
  let buffer = 0;
  let held = 0;
  for (let at = start; at < last; at++) {
    const unit = text.charCodeAt(at);
    if (unit <= 0x20) continue;
    const value = unit < 128 ? (QUINTET[unit] ?? -1) : -1;
    if (value < 0) return undefined;
    buffer = ((buffer << 5) | value) & 0xfff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes[count++] = (buffer >> held) & 0xff;
  }
  return textFromBytes(bytes.subarray(0, count));
}

/** What one unpacking may put out: a bomb costs this and no more. */
const MAX_UNPACKED = 262_144;
/** What of it is read: more than any prompt that hides so. */
const MAX_READ = 32_768;
/** Deflate makes at most 1,032 bytes of one: so much of a stream never unpacks to more than `MAX_UNPACKED`. */
const SAFE_INPUT = Math.floor(MAX_UNPACKED / 1_032);

/** What the first bytes promise. */
export function packedFormat(text: string, start: number, end: number): 'gzip' | 'zlib' | undefined {
  const magic = readHead(text, start, end, SEXTET, 6);
  if (!magic) return undefined;
  if (magic[0] === 0x1f && magic[1] === 0x8b && magic[2] === 8) return 'gzip';
  return magic[0] === 0x78 && (0x7800 | (magic[1] ?? 0)) % 31 === 0 ? 'zlib' : undefined;
}

/** gzip or zlib data inside base64. A bomb yields its beginning. */
export function decodePacked(text: string, start: number, end: number, limit: number): string | undefined {
  const format = packedFormat(text, start, end);
  if (format === undefined) return undefined;
  const bytes = Buffer.from(text.slice(start, end), 'base64');
  const options = { maxOutputLength: MAX_UNPACKED, finishFlush: constants.Z_SYNC_FLUSH };
  for (const packed of [bytes, bytes.subarray(0, SAFE_INPUT)]) {
    try {
      const unpacked = format === 'gzip' ? gunzipSync(packed, options) : inflateSync(packed, options);
      return textFromBytes(unpacked.subarray(0, Math.min(MAX_READ, limit)));
    } catch (error) {
      // Not what its first bytes promise; only of too much output the head is worth a second try.
      if (!(error instanceof RangeError)) return undefined;
    }
  }
  return undefined;
}
