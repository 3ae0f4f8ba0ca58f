import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * The largest event as text. A snapshot of a big fleet is several MiB of findings; more than this is a fault of its maker.
 * What a message unpacks to is held to it too, so that a small one cannot fill a reader's memory.
 */
export const EVENT_BYTES_MAX = 16 * 1024 ** 2;
/** Events from this size are packed: the stream takes messages up to 1 MiB, and findings shrink to a tenth. Small ones would only cost time. */
const PACK_BYTES_MIN = 256 * 1024;

export const ENCODING_HEADER = 'Content-Encoding';
export const PACKED = 'gzip';

/** The bytes that go on the bus; `packed` tells that the encoding header has to say so. */
export function packEvent(text: Uint8Array): { readonly payload: Uint8Array; readonly packed: boolean } {
  return text.length < PACK_BYTES_MIN
    ? { payload: text, packed: false }
    : { payload: gzipSync(text), packed: true };
}

/** Null for what is no such packing, or unpacks to more than an event may have. */
export function unpackEvent(payload: Uint8Array): Uint8Array | null {
  try {
    return gunzipSync(payload, { maxOutputLength: EVENT_BYTES_MAX });
  } catch {
    return null;
  }
}
