import { createHash, hash as digest, randomBytes } from 'node:crypto';

/** 12 bits of sequence inside one millisecond keep ids of one process in order (RFC 9562, method 1). */
const SEQUENCE_MAX = 0xfff;

let lastMs = -1;
let sequence = 0;

/**
 * A UUIDv7 (RFC 9562 §5.7) for the given time. Ids made by one process never go back, even when its clock does:
 * time-ordered keys are what keeps SQLite's indexes fast.
 */
export function newId(nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    sequence = 0;
  } else if (sequence < SEQUENCE_MAX) {
    sequence += 1;
  } else {
    lastMs += 1;
    sequence = 0;
  }
  const bytes = randomBytes(16);
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return formatUuid(bytes.toString('hex'));
}

/**
 * The id of a fact that can be seen twice: the same parts give the same id. Parts are length-prefixed, so that
 * ['ab','c'] and ['a','bc'] differ. Shaped as a UUIDv8 (RFC 9562 §5.8) from SHA-256.
 */
export function contentId(...parts: readonly (string | number)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    const text = String(part);
    hash.update(`${Buffer.byteLength(text)}:`).update(text);
  }
  const bytes = hash.digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return formatUuid(bytes.toString('hex'));
}

/** Lower-case hex SHA-256 of a text's UTF-8 bytes. */
export function sha256(text: string): string {
  return digest('sha256', text, 'hex');
}

function formatUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
