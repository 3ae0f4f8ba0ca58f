import { CODES, type Gram, gramAt } from './choose-gram.ts';
import { ANY_DIGIT_UNIT } from './selectivity.ts';

/**
 * Finds every literal in one pass: the last five characters, packed into 30 bits, are looked up in a hash table of the rarest five
 * characters of each literal, the last three in one of the shorter literals; runs of characters beyond ASCII are looked up by two
 * and three in a third one. What is found is compared with the whole literal. Small enough for the processor's nearest caches.
 */
export interface GramIndex {
  /** Unit -> 6-bit code: digits count as one, and so do control characters and all beyond ASCII. */
  readonly codes: Uint8Array;
  readonly five: GramTable;
  readonly three: GramTable;
  readonly wide: GramTable;
  /**
   * Four numbers for each literal, those whose gram hashes alike one after the other: the gram; how far the literal ends after it
   * (bits 0 to 7) and starts before the last of it (8 to 15), `LAST` for the last that hashes so, `OPENS_RUN` for one that counts
   * only where no digit stands before it; its last and its first unit (16 to 31), 0 for any digit; where it begins in `units`.
   */
  readonly entries: Int32Array;
  /** By entry: the number of the literal. */
  readonly literals: Uint16Array;
  /** The literals' units, one literal after the other in the order of entries. */
  readonly units: Uint16Array;
}

export interface GramTable {
  /** A bit for each finer hash that is taken: most places of a text are settled by it. */
  readonly bits: Int32Array;
  /** Coarser hash -> first entry and one, 0 for none. */
  readonly first: Uint16Array;
}

export const ENTRY_FIELDS = 4;
export const LAST = 1 << 16;
export const OPENS_RUN = 1 << 17;
/** Set where this and all that follow with the same gram open runs, as far before it: after a digit none of them counts. */
export const ONLY_RUN_OPENERS = 1 << 18;
export const FIVE_MASK = 0x3fff_ffff;
export const THREE_MASK = 0x3_ffff;
export const HASH_FACTOR = 0x9e37_79b1;
/** 131,072 places for a few thousand literals, 16,384 for a few hundred: most look-ups end there. */
const FIVE_BITS_SHIFT = 15;
const THREE_BITS_SHIFT = 18;
export const WIDE_BITS_SHIFT = 18;
/** 16,384 and 4,096 places. */
export const FIVE_SHIFT = 18;
export const SMALL_SHIFT = 20;
const MAX_LITERALS = 65_534;

/** A literal, where its gram ends, and whether matches that begin with it never stand right after a digit. */
export interface IndexedLiteral {
  readonly text: string;
  readonly end: number;
  readonly opensRun: boolean;
}

interface Lookup extends Gram {
  readonly literal: number;
  readonly opensRun: boolean;
  /** Hash of the gram, as coarse as `first` is. */
  readonly place: number;
}

export function buildGramIndex(literals: readonly IndexedLiteral[]): GramIndex {
  if (literals.length > MAX_LITERALS)
    throw new Error(`The rules hold more than ${MAX_LITERALS} literals: merge some.`);
  const tables = {
    five: makeTable(FIVE_BITS_SHIFT, FIVE_SHIFT),
    three: makeTable(THREE_BITS_SHIFT, SMALL_SHIFT),
    wide: makeTable(WIDE_BITS_SHIFT, SMALL_SHIFT),
  };
  const lookups = literals.map(({ text, end, opensRun }, literal): Lookup => {
    const gram = gramAt(text, end);
    return {
      literal,
      opensRun,
      ...gram,
      place: Math.imul(gram.packed, HASH_FACTOR) >>> tables[gram.table].shift,
    };
  });
  lookups.sort(
    (a, b) =>
      a.table.localeCompare(b.table) ||
      a.place - b.place ||
      a.packed - b.packed ||
      Number(a.opensRun) - Number(b.opensRun),
  );
  const entries = new Int32Array(literals.length * ENTRY_FIELDS);
  const numbers = new Uint16Array(literals.length);
  const units = new Uint16Array(literals.reduce((sum, { text }) => sum + text.length, 0));
  let filled = 0;
  for (let entry = 0; entry < lookups.length; entry++) {
    const lookup = lookups[entry];
    const literal = lookup && literals[lookup.literal];
    if (!lookup || !literal) continue;
    const { text, end, opensRun } = literal;
    const { first, bits, bitsShift } = tables[lookup.table];
    const finer = Math.imul(lookup.packed, HASH_FACTOR) >>> bitsShift;
    bits[finer >> 5] = (bits[finer >> 5] ?? 0) | (1 << (finer & 31));
    if (first[lookup.place] === 0) first[lookup.place] = entry + 1;
    const next = lookups[entry + 1];
    const isLast = next?.table !== lookup.table || next.place !== lookup.place;
    const record = entry * ENTRY_FIELDS;
    entries[record] = lookup.packed;
    entries[record + 1] =
      (text.length - 1 - end) | (end << 8) | (isLast ? LAST : 0) | (opensRun ? OPENS_RUN : 0);
    entries[record + 2] = unitAt(text, text.length - 1) | (unitAt(text, 0) << 16);
    entries[record + 3] = filled;
    numbers[entry] = lookup.literal;
    for (let index = 0; index < text.length; index++) units[filled++] = text.charCodeAt(index);
  }
  markRunOpeners(entries);
  return { codes: CODES, ...tables, entries, literals: numbers, units };
}

/** From the last entry back: each one whose followers of the same gram open runs as it does. */
function markRunOpeners(entries: Int32Array): void {
  for (let record = entries.length - ENTRY_FIELDS; record >= 0; record -= ENTRY_FIELDS) {
    const shape = entries[record + 1] ?? 0;
    const next = record + ENTRY_FIELDS;
    const nextShape = entries[next + 1] ?? 0;
    const isLast = (shape & LAST) !== 0 || entries[next] !== entries[record];
    const sharesStart = ((shape ^ nextShape) & 0xff00) === 0;
    if ((shape & OPENS_RUN) !== 0 && (isLast || ((nextShape & ONLY_RUN_OPENERS) !== 0 && sharesStart)))
      entries[record + 1] = shape | ONLY_RUN_OPENERS;
  }
}

function makeTable(bitsShift: number, shift: number): GramTable & { bitsShift: number; shift: number } {
  return {
    bits: new Int32Array(1 << (32 - bitsShift - 5)),
    bitsShift,
    first: new Uint16Array(1 << (32 - shift)),
    shift,
  };
}

/** 0 for any digit. */
function unitAt(literal: string, index: number): number {
  const unit = literal.charCodeAt(index);
  return unit === ANY_DIGIT_UNIT ? 0 : unit;
}
