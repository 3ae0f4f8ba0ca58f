import {
  type BlobDecoder,
  decodeBase32,
  decodeBase64,
  decodeHex,
  decodePacked,
  packedFormat,
} from './blobs.ts';
import { findLeetWords } from './leet.ts';
import type { Piece } from './piece.ts';
import { textFromBytes } from './readable.ts';
import type { Survey } from './survey.ts';

/** A way of writing text in other characters, and back. */
export interface Decoder {
  readonly name: string;
  readonly isLikely: (survey: Survey, nonAscii: boolean) => boolean;
  /** The pieces in order, found in time linear in the text. Stops once `limit` characters are decoded. */
  readonly find: (text: string, survey: Survey, limit: number) => Piece[];
  /** Characters of context kept on both sides: single escaped letters stand inside words, whole blobs stand alone. */
  readonly context: number;
  /** Fewer pieces than this are ordinary. */
  readonly minPieces: number;
}

const CLAUSE = 160;
/** Packed pieces unpacked in one reading: each costs as much as a page of text. */
const MAX_COSTLY = 4;

/** `isCostly`: pieces of which only the first few are decoded. */
function blobs(
  name: string,
  decode: BlobDecoder,
  isCostly?: (text: string, start: number, end: number) => boolean,
): Decoder {
  return {
    name,
    isLikely: (survey) => survey.runs.length > 0,
    context: 0,
    minPieces: 1,
    find(text, survey, limit) {
      const pieces: Piece[] = [];
      let left = limit;
      let costly = 0;
      for (let at = 0; at < survey.runs.length && left > 0 && costly < MAX_COSTLY; at += 2) {
        const start = survey.runs[at] ?? 0;
        const end = survey.runs[at + 1] ?? start;
        if (isCostly?.(text, start, end)) costly++;
        const decoded = decode(text, start, end, left);
        if (decoded === undefined) continue;
        left -= decoded.length;
        pieces.push({ start, end, decoded });
      }
      return pieces;
    },
  };
}

/** Every match of a pattern that is linear on any text: its repeats are of one class, or bounded. */
function matches(pattern: RegExp, decode: (piece: string) => string | undefined): Decoder['find'] {
  return (text, _survey, limit) => {
    const pieces: Piece[] = [];
    let left = limit;
    for (const match of text.matchAll(pattern)) {
      const decoded = decode(match[0]);
      if (decoded === undefined || decoded === match[0]) continue;
      pieces.push({ start: match.index, end: match.index + match[0].length, decoded });
      left -= decoded.length + 1;
      if (left <= 0) break;
    }
    return pieces;
  };
}

export const DECODERS: readonly Decoder[] = [
  blobs('base64', decodeBase64),
  blobs('base64>gzip', decodePacked, (text, start, end) => packedFormat(text, start, end) !== undefined),
  blobs('base32', decodeBase32),
  blobs('hex', decodeHex),
  {
    name: 'percent',
    isLikely: (survey) => survey.percents >= 3,
    context: CLAUSE,
    minPieces: 1,
    find: matches(/(?:%[0-9a-fA-F]{2}){1,4096}/g, (piece) =>
      Buffer.from(piece.replaceAll('%', ''), 'hex').toString('utf8'),
    ),
  },
  {
    name: 'escape',
    isLikely: (survey) => survey.backslashes >= 3,
    context: CLAUSE,
    minPieces: 3,
    find: matches(/\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]{1,6}\}|\\x[0-9a-fA-F]{2}/g, (piece) =>
      fromPoint(Number.parseInt(piece.replaceAll(/[\\ux{}]/g, ''), 16)),
    ),
  },
  {
    name: 'entity',
    isLikely: (survey) => survey.entities >= 3,
    context: CLAUSE,
    minPieces: 3,
    find: matches(/&#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});?/g, (piece) => {
      const digits = piece.slice(2).replace(';', '');
      return fromPoint(
        /^[xX]/.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10),
      );
    }),
  },
  {
    name: 'tags',
    isLikely: (_survey, nonAscii) => nonAscii,
    context: 0,
    minPieces: 1,
    find: matches(/(?:\udb40[\udc20-\udc7e]){4,4096}/g, (piece) =>
      piece
        .replaceAll('\udb40', '')
        .split('')
        .map((low) => String.fromCharCode(low.charCodeAt(0) - 0xdc00))
        .join(''),
    ),
  },
  {
    name: 'selectors',
    isLikely: (_survey, nonAscii) => nonAscii,
    context: 0,
    minPieces: 1,
    find: matches(/(?:[\ufe00-\ufe0f]|\udb40[\udd00-\uddef]){8,4096}/g, decodeSelectors),
  },
  {
    name: 'spaced',
    isLikely: (survey) => survey.spacedLetters >= 5,
    context: CLAUSE,
    minPieces: 1,
    find: matches(
      /(?<![A-Za-z0-9])(?:[A-Za-z][.,_*|/\\~-][ ]?){4,4096}[A-Za-z](?![A-Za-z0-9])|(?<!\S)(?:\S {1,4}){4,4096}\S(?!\S)/g,
      (piece) => (piece.includes(' ') ? joinSpaced(piece) : piece.replaceAll(/[.,_*|/\\~-]/g, '')),
    ),
  },
  {
    name: 'leet',
    isLikely: (survey) => survey.leetPlaces.length > 0,
    context: CLAUSE,
    minPieces: 2,
    find: (text, survey) => findLeetWords(text, survey.leetPlaces),
  },
  {
    name: 'joined',
    isLikely: (survey) => survey.joints > 0,
    context: CLAUSE,
    minPieces: 1,
    find: matches(/["'`][ \n]{0,2}[+.&]{1,2}[ \n]{0,2}["'`]/g, () => ''),
  },
];

/** Single characters with one blank between them; more blanks part words. */
function joinSpaced(piece: string): string {
  const bare = /^(?:[A-Za-z][.,_*|/\\~-] ){3}/.test(piece)
    ? piece.replaceAll(/[.,_*|/\\~-](?= )/g, '')
    : piece;
  return bare.replaceAll(
    /(\S)( {1,4})(?=\S)/g,
    (_, char: string, blanks: string) => char + (blanks.length > 1 ? ' ' : ''),
  );
}

function decodeSelectors(piece: string): string | undefined {
  const bytes: number[] = [];
  for (const char of piece) {
    const point = char.codePointAt(0) ?? 0;
    bytes.push(point < 0x10000 ? point - 0xfe00 : point - 0xe0100 + 16);
  }
  return textFromBytes(Buffer.from(bytes));
}

function fromPoint(point: number): string | undefined {
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}
