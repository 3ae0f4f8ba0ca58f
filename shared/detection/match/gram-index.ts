import { ANY_DIGIT_UNIT, stretchBits } from './selectivity.ts';

/**
 * Finds every literal in one pass: the last four characters, packed into 28 bits, are looked up in a hash table of the
 * rarest four characters of each literal; runs of characters beyond ASCII are looked up by two and three in a second one.
 * What is found is compared with the whole literal. Small enough for the processor's nearest caches.
 */
export interface GramIndex {
  /** ASCII unit -> 7-bit code: digits count as one. */
  readonly codes: Uint8Array;
  /** Hash -> first entry, 0 for none. */
  readonly narrow: Uint16Array;
  /** The same for literals of three characters. */
  readonly short: Uint16Array;
  readonly wide: Uint16Array;
  /** By entry (the literal's number and one): the packed characters, how far the literal starts before the last of them, the next entry. */
  readonly grams: Int32Array;
  readonly back: Uint8Array;
  readonly nextOf: Uint16Array;
  /** By entry: how far after the last packed unit the literal ends; its last and its first unit, 0 for any digit. */
  readonly ahead: Uint8Array;
  readonly lastUnit: Uint16Array;
  readonly firstUnit: Uint16Array;
  /** By entry: 1 for a literal that begins with any digit and counts only where no digit stands before it. */
  readonly opensRun: Uint8Array;
  /** The literals' units one after the other, and by entry where each begins. */
  readonly units: Uint16Array;
  readonly offsets: Uint32Array;
}

export const GRAM_MASK = 0xfff_ffff;
export const HASH_FACTOR = 0x9e37_79b1;
/** 65,536 places for a few thousand entries: most look-ups end at an empty place. */
export const NARROW_SHIFT = 16;
/** 8,192 places. */
export const SHORT_SHIFT = 19;
/** 16,384 places. */
export const WIDE_SHIFT = 18;
/** What any unit beyond ASCII counts as among ASCII. */
export const WIDE_CODE = 0x7f;
const DIGIT_CODE = 0x30;
const MAX_ENTRIES = 65_535;

/** Packs two or three units beyond ASCII; `before` is 0 for two. */
export function packWide(before: number, first: number, second: number): number {
  return (Math.imul(before, 0x85eb_ca6b) ^ (first << 16) ^ second) | 0;
}

/** `opensRun`: whether a literal's matches never stand right after a digit. */
export function buildGramIndex(
  literals: readonly string[],
  opensRun: (literal: number) => boolean,
): GramIndex {
  const codes = new Uint8Array(128);
  for (let unit = 0; unit < 128; unit++) codes[unit] = unit >= 0x30 && unit <= 0x39 ? DIGIT_CODE : unit;
  const narrow = new Uint16Array(1 << (32 - NARROW_SHIFT));
  const short = new Uint16Array(1 << (32 - SHORT_SHIFT));
  const wide = new Uint16Array(1 << (32 - WIDE_SHIFT));
  const count = literals.length + 1;
  if (count > MAX_ENTRIES) throw new Error(`The rules hold more than ${MAX_ENTRIES} literals: merge some.`);
  const grams = new Int32Array(count);
  const back = new Uint8Array(count);
  const nextOf = new Uint16Array(count);
  const offsets = new Uint32Array(count + 1);
  /** Entry `number + 1` is literal `number`: 0 means none. */
  const add = (table: Uint16Array, shift: number, gram: number, number: number, end: number): void => {
    const place = Math.imul(gram, HASH_FACTOR) >>> shift;
    grams[number + 1] = gram;
    back[number + 1] = end;
    nextOf[number + 1] = table[place] ?? 0;
    table[place] = number + 1;
  };
  const usage = new Map<number, number>();
  for (let number = 0; number < literals.length; number++) {
    const literal = literals[number] ?? '';
    offsets[number + 2] = (offsets[number + 1] ?? 0) + literal.length;
    const run = wideRun(literal);
    if (run > 0) {
      const end = run >> 2;
      const before = (run & 3) === 3 ? literal.charCodeAt(end - 2) : 0;
      add(
        wide,
        WIDE_SHIFT,
        packWide(before, literal.charCodeAt(end - 1), literal.charCodeAt(end)),
        number,
        end,
      );
    } else if (literal.length >= 4) {
      const end = rarestEnd(literal, usage);
      add(narrow, NARROW_SHIFT, packAscii(literal, end - 3, end + 1), number, end);
    } else add(short, SHORT_SHIFT, packAscii(literal, 0, 3), number, literal.length - 1);
  }
  const units = new Uint16Array(offsets[count] ?? 0);
  const ahead = new Uint8Array(count);
  const lastUnit = new Uint16Array(count);
  const firstUnit = new Uint16Array(count);
  const opens = new Uint8Array(count);
  for (let number = 0; number < literals.length; number++) {
    const literal = literals[number] ?? '';
    const entry = number + 1;
    for (let index = 0; index < literal.length; index++)
      units[(offsets[entry] ?? 0) + index] = literal.charCodeAt(index);
    ahead[entry] = literal.length - 1 - (back[entry] ?? 0);
    lastUnit[entry] = unitAt(literal, literal.length - 1);
    firstUnit[entry] = unitAt(literal, 0);
    opens[entry] = literal.charCodeAt(0) === ANY_DIGIT_UNIT && opensRun(number) ? 1 : 0;
  }
  return {
    codes,
    narrow,
    short,
    wide,
    grams,
    back,
    nextOf,
    ahead,
    lastUnit,
    firstUnit,
    opensRun: opens,
    units,
    offsets,
  };
}

/** 0 for any digit. */
function unitAt(literal: string, index: number): number {
  const unit = literal.charCodeAt(index);
  return unit === ANY_DIGIT_UNIT ? 0 : unit;
}

function packAscii(text: string, from: number, to: number): number {
  let gram = 0;
  for (let index = from; index < to; index++) {
    const unit = text.charCodeAt(index);
    const isDigit = unit === ANY_DIGIT_UNIT || (unit >= 0x30 && unit <= 0x39);
    gram = (gram << 7) | (isDigit ? DIGIT_CODE : unit > 0x7f ? WIDE_CODE : unit);
  }
  return gram & GRAM_MASK;
}

/** The last place of the four neighbours that are rarest and that fewest literals share so far: each sharer is one more comparison. */
function rarestEnd(literal: string, usage: Map<number, number>): number {
  let best = 3;
  let bestBits = Number.NEGATIVE_INFINITY;
  for (let end = 3; end < literal.length; end++) {
    const sharers = usage.get(packAscii(literal, end - 3, end + 1)) ?? 0;
    const bits = stretchBits(literal, end - 3, end + 1) - Math.log2(1 + sharers);
    if (bits <= bestBits) continue;
    best = end;
    bestBits = bits;
  }
  const gram = packAscii(literal, best - 3, best + 1);
  usage.set(gram, (usage.get(gram) ?? 0) + 1);
  return best;
}

/** Two or three neighbours beyond ASCII: four times where they end, plus how many there are (3 at most); 0 for none. */
function wideRun(literal: string): number {
  let run = 0;
  let pair = 0;
  for (let index = 0; index < literal.length; index++) {
    const unit = literal.charCodeAt(index);
    run = unit > 0x7f && unit !== ANY_DIGIT_UNIT ? run + 1 : 0;
    if (run === 3) return index * 4 + 3;
    if (run === 2 && pair === 0) pair = index * 4 + 2;
  }
  return pair;
}
