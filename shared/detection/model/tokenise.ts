import { LONG_WORD, MARK, NUMBER, SHOUT } from './marks.ts';

/** One word, number, sign run or ideograph each, in text order, as columns. Hashes are 32-bit. */
export interface Tokens {
  count: number;
  starts: Int32Array;
  ends: Int32Array;
  hashes: Int32Array;
  /** Bits: `OPENS`, `CAPITALS`, `SIGN`. */
  flags: Uint8Array;
}

/** First of a sentence, a line or a quotation. */
export const OPENS = 1;
/** Four letters or more, all capitals. */
export const CAPITALS = 2;
/** No word: a mark such as `!!!`, `<|` or `###`. */
export const SIGN = 4;
/** A character that is a token of its own (Han, kana, Thai). */
export const GLYPH = 8;

/** Longer runs of letters and digits are no words but data. */
const WORD_MAX = 28;
const CAPITALS_MIN = 4;

const LETTER = 1;
const DIGIT = 2;
const STOP = 3;
const QUOTE = 4;
const RUN = 5;
const KIND = new Uint8Array(128);
for (let unit = 0; unit < 128; unit++) {
  const char = String.fromCharCode(unit);
  if (/[a-z]/i.test(char)) KIND[unit] = LETTER;
  else if (/\d/.test(char)) KIND[unit] = DIGIT;
  else if (/[.?;:\n\r]/.test(char)) KIND[unit] = STOP;
  else if (/["'([{>`]/.test(char)) KIND[unit] = QUOTE;
  else if (/[!#*=<|~-]/.test(char)) KIND[unit] = RUN;
}
/** Letters and digits: what a word goes on with. */
const WORDLY = KIND.map((kind) => (kind === LETTER || kind === DIGIT ? 1 : 0));

export function newTokens(size: number): Tokens {
  return {
    count: 0,
    starts: new Int32Array(size),
    ends: new Int32Array(size),
    hashes: new Int32Array(size),
    flags: new Uint8Array(size),
  };
}

/** A text of n characters has at most n tokens; buffers grow to that at most. */
function reserve(tokens: Tokens): void {
  const size = tokens.starts.length * 2;
  for (const column of ['starts', 'ends', 'hashes'] as const) {
    const grown = new Int32Array(size);
    grown.set(tokens[column]);
    tokens[column] = grown;
  }
  const flags = new Uint8Array(size);
  flags.set(tokens.flags);
  tokens.flags = flags;
}

/** FNV-1a, one step per UTF-16 unit. */
export function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index++)
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  return hash | 0;
}

/** `lower` is `text` in lower case at the same length. Fills `tokens` and counts them. */
export function tokenise(text: string, lower: string, tokens: Tokens): void {
  let count = 0;
  let opens = OPENS;
  let index = 0;
  const { length } = lower;
  while (index < length) {
    const unit = lower.charCodeAt(index);
    const kind = unit < 128 ? (KIND[unit] ?? 0) : wideKind(unit);
    if (kind === 0) {
      index++;
      continue;
    }
    if (kind === STOP || kind === QUOTE) {
      opens = OPENS;
      index++;
      continue;
    }
    if (count === tokens.starts.length) reserve(tokens);
    const start = index;
    let hash = 0x811c9dc5;
    let flags = opens;
    opens = 0;
    if (kind === LETTER) {
      hash = Math.imul(hash ^ unit, 0x01000193);
      for (index++; index < length; index++) {
        const next = lower.charCodeAt(index);
        if (next < 128 ? WORDLY[next] === 0 && !joins(next, lower, index) : wideKind(next) !== LETTER) break;
        hash = Math.imul(hash ^ next, 0x01000193);
      }
      const size = index - start;
      if (size > WORD_MAX) hash = LONG_WORD;
      else if (
        size >= CAPITALS_MIN &&
        text.charCodeAt(start) !== unit &&
        isCapitals(text, lower, start, index)
      )
        flags |= CAPITALS;
    } else if (kind === DIGIT) {
      while (index < length && isDigitPart(lower.charCodeAt(index))) index++;
      hash = index - start > WORD_MAX ? LONG_WORD : NUMBER;
    } else if (kind === GLYPH) {
      hash = Math.imul(hash ^ unit, 0x01000193);
      flags |= GLYPH;
      index++;
    } else {
      // A run of one sign, such as `***`, and what opens a tag.
      while (index < length && lower.charCodeAt(index) === unit) index++;
      const size = index - start;
      opens = OPENS;
      if (unit === 0x21) hash = size > 1 ? SHOUT : MARK.exclamation;
      else if (unit === 0x3c && isTagStart(lower.charCodeAt(index))) hash = MARK.tag;
      else if (size >= 3) hash = MARK.rule;
      else continue;
      flags |= SIGN;
    }
    tokens.starts[count] = start;
    tokens.ends[count] = index;
    tokens.hashes[count] = hash | 0;
    tokens.flags[count++] = flags;
  }
  tokens.count = count;
}

/** Whether every character of the word differs from its small form. */
function isCapitals(text: string, lower: string, from: number, to: number): boolean {
  for (let index = from; index < to; index++)
    if (text.charCodeAt(index) === lower.charCodeAt(index)) return false;
  return true;
}

/** `|`, `/`, `!` after `<`: template marks, closing tags, comments. */
function isTagStart(unit: number): boolean {
  return unit === 0x7c || unit === 0x2f || unit === 0x21;
}

function isDigitPart(unit: number): boolean {
  return unit < 128 && (KIND[unit] === DIGIT || KIND[unit] === LETTER);
}

/** An apostrophe between letters belongs to the word. */
function joins(unit: number, lower: string, index: number): boolean {
  if (unit !== 0x27) return false;
  const next = lower.charCodeAt(index + 1);
  return next < 128 && KIND[next] === LETTER;
}

/** What a character beyond ASCII is, by its block. */
function wideKind(unit: number): number {
  if (unit < 0xc0) return 0;
  if (unit < 0x0e00) return unit === 0xd7 || unit === 0xf7 || unit === 0x60c || unit === 0x964 ? 0 : LETTER;
  if (unit < 0x0e80) return GLYPH;
  if (unit < 0x2000) return LETTER;
  if (unit < 0x2c00) return unit === 0x201c || unit === 0x2018 ? QUOTE : 0;
  if (unit < 0x2e80) return LETTER;
  if (unit < 0x3040) return unit === 0x3002 || unit === 0x300c || unit === 0x300e ? STOP : 0;
  if (unit < 0xa000) return GLYPH;
  if (unit < 0xd800) return LETTER;
  if (unit < 0xf900) return 0;
  if (unit < 0xfb00) return GLYPH;
  if (unit < 0xfe00) return LETTER;
  return unit === 0xff01 || unit === 0xff1a || unit === 0xff1f ? STOP : 0;
}
