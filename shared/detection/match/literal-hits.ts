import { type GramIndex, HASH_FACTOR, packWide, WIDE_CODE, WIDE_SHIFT } from './gram-index.ts';
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

/** Adds every literal that lies in [from, to) of the lower-cased text. */
export function findLiterals(
  index: GramIndex,
  lower: string,
  from: number,
  to: number,
  hits: LiteralHits,
): void {
  const { codes, narrow, short, nextOf, grams, ahead, back, lastUnit, firstUnit } = index;
  let gram = 0;
  for (let at = from; at < to; at++) {
    const unit = lower.charCodeAt(at);
    if (unit < 128) gram = ((gram << 7) | (codes[unit] ?? 0)) & 0xfff_ffff;
    else {
      gram = ((gram << 7) | WIDE_CODE) & 0xfff_ffff;
      findWide(index, lower, at, from, to, hits);
    }
    // Constants written out: the loop's speed depends on it.
    let entry = narrow[Math.imul(gram, 0x9e37_79b1 | 0) >>> 16] ?? 0;
    while (entry !== 0) {
      if (
        grams[entry] === gram &&
        agrees(lastUnit[entry] ?? 0, lower, at + (ahead[entry] ?? 0)) &&
        agrees(firstUnit[entry] ?? 0, lower, at - (back[entry] ?? 0))
      )
        check(index, entry, lower, at, from, to, hits);
      entry = nextOf[entry] ?? 0;
    }
    const tail = gram & 0x1f_ffff;
    entry = short[Math.imul(tail, 0x9e37_79b1 | 0) >>> 19] ?? 0;
    while (entry !== 0) {
      if (grams[entry] === tail) check(index, entry, lower, at, from, to, hits);
      entry = nextOf[entry] ?? 0;
    }
  }
}

function agrees(wanted: number, lower: string, at: number): boolean {
  return wanted === 0 || (at >= 0 && at < lower.length && lower.charCodeAt(at) === wanted);
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
  let entry = index.wide[Math.imul(gram, HASH_FACTOR) >>> WIDE_SHIFT] ?? 0;
  while (entry !== 0) {
    if (index.grams[entry] === gram) check(index, entry, lower, at, from, to, hits);
    entry = index.nextOf[entry] ?? 0;
  }
}

function check(
  index: GramIndex,
  entry: number,
  lower: string,
  at: number,
  from: number,
  to: number,
  hits: LiteralHits,
): void {
  const start = at - (index.back[entry] ?? 0);
  const offset = index.offsets[entry] ?? 0;
  const length = (index.offsets[entry + 1] ?? 0) - offset;
  if (start < from || start + length > to) return;
  if (index.opensRun[entry] === 1 && start > 0 && isDigit(lower.charCodeAt(start - 1))) return;
  for (let step = 0; step < length; step++) {
    const wanted = index.units[offset + step] ?? 0;
    const unit = lower.charCodeAt(start + step);
    if (unit !== wanted && !(wanted === ANY_DIGIT_UNIT && isDigit(unit))) return;
  }
  hits.add(entry - 1, start);
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
