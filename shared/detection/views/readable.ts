import type { Buffer } from 'node:buffer';

/** Share of characters that a person could have typed, below which decoded bytes are not text. */
const MIN_READABLE = 0.9;
/** Looked at first: a long binary blob must not be read twice. */
const HEAD = 64;
const MIN_BYTES = 6;

/** Decoded bytes as text, if they are text. */
export function textFromBytes(bytes: Buffer): string | undefined {
  if (bytes.length < MIN_BYTES) return undefined;
  const encoding = isWide(bytes) ? 'utf16le' : 'utf8';
  if (!isReadable(bytes.subarray(0, HEAD).toString(encoding))) return undefined;
  const text = bytes.toString(encoding);
  return isReadable(text) ? text : undefined;
}

/** Whether the first bytes can be the start of a text: a quick no to most hashes and keys. */
export function canStartText(bytes: Uint8Array): boolean {
  if (bytes[1] === 0 && bytes[3] === 0) return true;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if ((byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) || byte === 0x7f || byte > 0xf4)
      return false;
    // A byte that continues a character without one before it.
    if (byte >= 0x80 && byte < 0xc2 && (index === 0 || (bytes[index - 1] ?? 0) < 0x80)) return false;
  }
  return true;
}

/** UTF-16 with Latin letters, as PowerShell's encoded commands are. */
function isWide(bytes: Buffer): boolean {
  return bytes.length >= 8 && bytes[1] === 0 && bytes[3] === 0 && bytes[5] === 0 && bytes[0] !== 0;
}

function isReadable(text: string): boolean {
  let readable = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x7f ? unit >= 0x20 || unit === 9 || unit === 10 || unit === 13 : isLetterLike(unit))
      readable++;
  }
  return text.length > 0 && readable / text.length >= MIN_READABLE;
}

function isLetterLike(unit: number): boolean {
  return (
    (unit >= 0xa0 && unit <= 0x24f) ||
    (unit >= 0x370 && unit <= 0x1fff) ||
    (unit >= 0x2010 && unit <= 0x2027) ||
    (unit >= 0x3000 && unit <= 0x9fff) ||
    (unit >= 0xac00 && unit <= 0xd7af)
  );
}
