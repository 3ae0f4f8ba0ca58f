import { readUnits } from '../views/text-units.ts';
import { packWide, WIDE_CODE } from './choose-gram.ts';
import {
  ENTRY_FIELDS,
  FIVE_MASK,
  FIVE_SHIFT,
  type GramIndex,
  HASH_FACTOR,
  LAST,
  ONLY_RUN_OPENERS,
  OPENS_RUN,
  SMALL_SHIFT,
  THREE_MASK,
  WIDE_BITS_SHIFT,
} from './gram-index.ts';
import { ANY_DIGIT_UNIT } from './selectivity.ts';

/** Where each literal stands in one stretch. Scratch memory kept between passes: a pass never yields, so two never overlap. */
export class LiteralHits {
  /** Literals seen, in order of their first hit. */
  readonly seen: Int32Array;
  seenCount = 0;
  count = 0;
  private places = new Int32Array(1_024);
  private links = new Int32Array(1_024);
  /** Last hit of each literal as its number + 1; 0 for none. */
  private readonly last: Int32Array;

  constructor(literals: number) {
    this.seen = new Int32Array(literals);
    this.last = new Int32Array(literals);
  }

  clear(): void {
    for (let index = 0; index < this.seenCount; index++) this.last[this.seen[index] ?? 0] = 0;
    this.seenCount = 0;
    this.count = 0;
    // One text full of literals must not cost its memory for ever.
    if (this.places.length > 65_536) {
      this.places = new Int32Array(1_024);
      this.links = new Int32Array(1_024);
    }
  }

  add(literal: number, place: number): void {
    if (this.count === this.places.length) this.grow();
    const before = this.last[literal] ?? 0;
    if (before === 0) this.seen[this.seenCount++] = literal;
    this.places[this.count] = place;
    this.links[this.count] = before;
    this.last[literal] = ++this.count;
  }

  /** Appends the literal's places to `into`, last one first. */
  collect(literal: number, into: number[]): void {
    for (let hit = this.last[literal] ?? 0; hit > 0; hit = this.links[hit - 1] ?? 0)
      into.push(this.places[hit - 1] ?? 0);
  }

  private grow(): void {
    const places = new Int32Array(this.places.length * 4);
    places.set(this.places);
    this.places = places;
    const links = new Int32Array(this.links.length * 4);
    links.set(this.links);
    this.links = links;
  }
}

/** Places looked at before the candidates among them are followed up. */
const BLOCK = 4_096;
/** Where a gram of a literal may end, and the gram. */
const candidates = new Int32Array(BLOCK);
const grams = new Int32Array(BLOCK);

/** Adds every literal that lies in [from, to) of the lower-cased text. */
export function findLiterals(
  index: GramIndex,
  lower: string,
  from: number,
  to: number,
  hits: LiteralHits,
): void {
  let gram = 0;
  for (let start = from; start < to; start += BLOCK) {
    const end = Math.min(to, start + BLOCK);
    const count = findCandidates(index, lower, start, end, gram);
    for (let place = 0; place < count; place++)
      followUp(index, candidates[place] ?? 0, grams[place] ?? 0, lower, from, to, hits);
    gram = lastGram(index, lower, Math.max(from, end - 4), end);
  }
}

/** Fills `candidates` and `grams`; answers how many. The loop has no branch that a text could make hard to foresee. */
function findCandidates(index: GramIndex, lower: string, from: number, to: number, before: number): number {
  const { codes, five, three } = index;
  const fiveBits = five.bits;
  const threeBits = three.bits;
  const units = readUnits(lower, from, to);
  let gram = before;
  let count = 0;
  for (let at = from; at < to; at++) {
    const unit = units[at - from] ?? 0;
    // Constants written out: the loop's speed depends on it.
    gram = ((gram << 6) | (codes[unit] ?? 0)) & 0x3fff_ffff;
    candidates[count] = at;
    grams[count] = gram;
    const place = Math.imul(gram, 0x9e37_79b1 | 0) >>> 15;
    const tail = Math.imul(gram & 0x3_ffff, 0x9e37_79b1 | 0) >>> 18;
    const taken =
      ((fiveBits[place >> 5] ?? 0) >>> (place & 31)) | ((threeBits[tail >> 5] ?? 0) >>> (tail & 31));
    // The last is 1 for what is beyond ASCII.
    count += (taken & 1) | ((unit + 0xff80) >>> 16);
  }
  return count;
}

function lastGram({ codes }: GramIndex, lower: string, from: number, to: number): number {
  let gram = 0;
  for (let at = from; at < to; at++) gram = (gram << 6) | (codes[lower.charCodeAt(at)] ?? 0);
  return gram & FIVE_MASK;
}

function followUp(
  index: GramIndex,
  at: number,
  gram: number,
  lower: string,
  from: number,
  to: number,
  hits: LiteralHits,
): void {
  if ((gram & WIDE_CODE) === WIDE_CODE) findWide(index, lower, at, from, to, hits);
  const five = index.five.first[Math.imul(gram, HASH_FACTOR) >>> FIVE_SHIFT] ?? 0;
  if (five !== 0) check(index, five - 1, gram, lower, at, from, to, hits);
  const tail = gram & THREE_MASK;
  const three = index.three.first[Math.imul(tail, HASH_FACTOR) >>> SMALL_SHIFT] ?? 0;
  if (three !== 0) check(index, three - 1, tail, lower, at, from, to, hits);
}

/** Literals whose run beyond ASCII ends at `at`. */
function findWide(
  index: GramIndex,
  lower: string,
  at: number,
  from: number,
  to: number,
  hits: LiteralHits,
): void {
  const before = at > from ? lower.charCodeAt(at - 1) : 0;
  if (before < 128) return;
  const unit = lower.charCodeAt(at);
  lookUpWide(index, packWide(0, before, unit), lower, at, from, to, hits);
  const first = at - 1 > from ? lower.charCodeAt(at - 2) : 0;
  if (first >= 128) lookUpWide(index, packWide(first, before, unit), lower, at, from, to, hits);
}

function lookUpWide(
  index: GramIndex,
  gram: number,
  lower: string,
  at: number,
  from: number,
  to: number,
  hits: LiteralHits,
): void {
  const { bits, first } = index.wide;
  const hash = Math.imul(gram, HASH_FACTOR);
  const place = hash >>> WIDE_BITS_SHIFT;
  if ((((bits[place >> 5] ?? 0) >>> (place & 31)) & 1) === 0) return;
  const entry = first[hash >>> SMALL_SHIFT] ?? 0;
  if (entry !== 0) check(index, entry - 1, gram, lower, at, from, to, hits);
}

/** Adds those of the literals that hash alike of which the whole stands around `at`. */
function check(
  index: GramIndex,
  first: number,
  gram: number,
  lower: string,
  at: number,
  from: number,
  to: number,
  hits: LiteralHits,
): void {
  const { entries } = index;
  for (let entry = first; ; entry++) {
    const record = entry * ENTRY_FIELDS;
    const shape = entries[record + 1] ?? LAST;
    if (entries[record] === gram) {
      const start = at - ((shape >> 8) & 0xff);
      // Long numbers are common: their places are not compared with each literal that begins with digits.
      if ((shape & ONLY_RUN_OPENERS) !== 0 && start > 0 && isDigit(lower.charCodeAt(start - 1))) return;
      const last = at + (shape & 0xff);
      const edges = entries[record + 2] ?? 0;
      if (
        start >= from &&
        last < to &&
        agrees(edges & 0xffff, lower, last) &&
        agrees(edges >>> 16, lower, start) &&
        ((shape & OPENS_RUN) === 0 || start === 0 || !isDigit(lower.charCodeAt(start - 1))) &&
        holds(index.units, entries[record + 3] ?? 0, lower, start, last)
      )
        hits.add(index.literals[entry] ?? 0, start);
    }
    if ((shape & LAST) !== 0) return;
  }
}

function agrees(wanted: number, lower: string, at: number): boolean {
  return wanted === 0 || lower.charCodeAt(at) === wanted;
}

function holds(units: Uint16Array, offset: number, lower: string, start: number, last: number): boolean {
  for (let at = start; at <= last; at++) {
    const wanted = units[offset + at - start] ?? 0;
    const unit = lower.charCodeAt(at);
    if (unit !== wanted && !(wanted === ANY_DIGIT_UNIT && isDigit(unit))) return false;
  }
  return true;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
