import type { Survey } from './survey.ts';

/** A way of writing text in other characters, and back. */
export interface Decoder {
  readonly name: string;
  readonly isLikely: (survey: Survey) => boolean;
  /** Finds candidates; linear. Each match is given to `decode`, which answers undefined for what is not this encoding. */
  readonly pattern: RegExp;
  /** The pattern tests one of the survey's runs, in place of searching the text. */
  readonly runs?: true;
  readonly decode: (piece: string) => string | undefined;
  /** Characters of context kept on both sides: single escaped letters stand inside words, whole blobs stand alone. */
  readonly context: number;
  /** Fewer matches than this are ordinary. */
  readonly minMatches: number;
}

const CLAUSE = 160;
/** Share of characters that a person could have typed, below which a decoded blob is not text. */
const MIN_READABLE = 0.9;
const READABLE = /[\t\n\r\x20-\x7e\u00a0-\u024f\u0370-\u1fff\u2010-\u2027\u3000-\u9fff\uac00-\ud7af]/g;

export const DECODERS: readonly Decoder[] = [
  {
    name: 'base64',
    isLikely: (survey) => survey.runs.length > 0,
    context: 0,
    minMatches: 1,
    runs: true,
    pattern: /^[A-Za-z0-9+/_-]{4}[A-Za-z0-9+/_\s-]*$/,
    decode: decodeBase64,
  },
  {
    name: 'base32',
    isLikely: (survey) => survey.runs.length > 0,
    context: 0,
    minMatches: 1,
    runs: true,
    pattern: /^[A-Z2-7]{8}[A-Z2-7\s]*$/,
    decode: decodeBase32,
  },
  {
    name: 'hex',
    isLikely: (survey) => survey.runs.length > 0,
    context: 0,
    minMatches: 1,
    runs: true,
    pattern: /^(?:0x)?[0-9a-fA-F]{8}[0-9a-fA-F\s]*$/,
    decode: (piece) => fromBytes(Buffer.from(piece.replaceAll(/^0x|\s/g, ''), 'hex')),
  },
  {
    name: 'percent',
    isLikely: (survey) => survey.percents >= 3,
    context: CLAUSE,
    minMatches: 1,
    pattern: /(?:%[0-9a-fA-F]{2})+/g,
    decode: (piece) => Buffer.from(piece.replaceAll('%', ''), 'hex').toString('utf8'),
  },
  {
    name: 'escape',
    isLikely: (survey) => survey.backslashes >= 3,
    context: CLAUSE,
    minMatches: 3,
    pattern: /\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]{1,6}\}|\\x[0-9a-fA-F]{2}/g,
    decode: (piece) => fromPoint(Number.parseInt(piece.replaceAll(/[\\ux{}]/g, ''), 16)),
  },
  {
    name: 'entity',
    isLikely: (survey) => survey.entities >= 3,
    context: CLAUSE,
    minMatches: 3,
    pattern: /&#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});?/g,
    decode: (piece) => {
      const digits = piece.slice(2).replace(';', '');
      return fromPoint(
        /^[xX]/.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10),
      );
    },
  },
  {
    name: 'tags',
    isLikely: (survey) => survey.nonAscii,
    context: 0,
    minMatches: 1,
    pattern: /(?:\udb40[\udc20-\udc7e]){4,}/g,
    decode: (piece) =>
      piece
        .replaceAll('\udb40', '')
        .split('')
        .map((low) => String.fromCharCode(low.charCodeAt(0) - 0xdc00))
        .join(''),
  },
  {
    name: 'selectors',
    isLikely: (survey) => survey.nonAscii,
    context: 0,
    minMatches: 1,
    pattern: /(?:[\ufe00-\ufe0f]|\udb40[\udd00-\uddef]){8,}/g,
    decode: decodeSelectors,
  },
  {
    name: 'spaced',
    isLikely: (survey) => survey.spacedLetters >= 5,
    context: CLAUSE,
    minMatches: 1,
    pattern: /(?<![A-Za-z0-9])(?:[A-Za-z][ .,_*|/\\~-]{1,4}){4,}[A-Za-z](?![A-Za-z0-9])/g,
    decode: (piece) =>
      piece.replaceAll(
        /([A-Za-z])([ .,_*|/\\~-]{1,4})/g,
        (_, letter: string, between: string) => letter + (between.length > 1 ? ' ' : ''),
      ),
  },
  {
    name: 'leet',
    isLikely: (survey) => survey.leetLetters >= 2,
    context: CLAUSE,
    minMatches: 2,
    pattern: /(?<![A-Za-z0-9@$])[A-Za-z]{0,12}[0134578@$][A-Za-z][A-Za-z0134578@$]{1,16}(?![A-Za-z0-9])/g,
    decode: decodeLeet,
  },
];

function decodeBase64(piece: string): string | undefined {
  const packed = piece.replaceAll(/[\s=]/g, '');
  // A word or a path is one kind of letter; base64 of a sentence mixes them.
  if (!/[A-Z]/.test(packed) || !/[a-z]/.test(packed) || !/\d/.test(packed)) return undefined;
  return fromBytes(Buffer.from(packed, 'base64'));
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function decodeBase32(piece: string): string | undefined {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const char of piece.replaceAll(/\s/g, '')) {
    buffer = ((buffer << 5) | BASE32.indexOf(char)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((buffer >> bits) & 0xff);
  }
  return fromBytes(Buffer.from(bytes));
}

function decodeSelectors(piece: string): string | undefined {
  const bytes: number[] = [];
  for (const char of piece) {
    const point = char.codePointAt(0) ?? 0;
    bytes.push(point < 0x10000 ? point - 0xfe00 : point - 0xe0100 + 16);
  }
  return fromBytes(Buffer.from(bytes));
}

const LEET: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
};

/** Only words that an attack needs are worth reading so: code is full of names that mix letters and digits. */
const LEET_WORD =
  /^(?:ignor|disreg|forget|overrid|bypass|previous|prior|above|instruct|system|prompt|rules?$|guideline|reveal|secret|password|token|creden|jailbr|unrestrict|unfilter|pretend|develop|admin|hack|exploit|malware|execut|delete|send|upload|key|assist|restrict|filter|safety)/i;

function decodeLeet(piece: string): string | undefined {
  const word = piece.replaceAll(/[0134578@$]/g, (sign) => LEET[sign] ?? sign);
  return LEET_WORD.test(word) ? word : undefined;
}

function fromPoint(point: number): string | undefined {
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

function fromBytes(bytes: Buffer): string | undefined {
  if (bytes.length < 6) return undefined;
  const text = isWide(bytes) ? bytes.toString('utf16le') : bytes.toString('utf8');
  // The head tells text from binary: a long binary blob must not be read twice.
  return isReadable(text.slice(0, 64)) && isReadable(text) ? text : undefined;
}

/** UTF-16 with Latin letters, as PowerShell's encoded commands are. */
function isWide(bytes: Buffer): boolean {
  return bytes.length >= 8 && bytes[1] === 0 && bytes[3] === 0 && bytes[5] === 0 && bytes[0] !== 0;
}

function isReadable(text: string): boolean {
  return text.length > 0 && (text.match(READABLE)?.length ?? 0) / text.length >= MIN_READABLE;
}
