import { CLASSES } from './lexicon/classes.ts';
import { CAPITALS, OPENS, type Tokens } from './tokenise.ts';

/** What a feature is made of; part of its hash. */
const WORD = 1;
const OPENING = 2;
const CAPITAL = 3;
const PAIR = 4;
const TRIPLE = 5;
const SKIP = 6;
const WIDE_SKIP = 7;
const SORTED_PAIR = 8;
const SORTED_TRIPLE = 9;
const CLASS = 10;
const OPENING_CLASS = 11;
const CLASS_PAIR = 12;
const CLASS_TRIPLE = 13;
const CLASS_SKIP = 14;
const CLASS_FOUR = 15;

/** A few words as they stand, which in a language of which little is known are no more than its commonest words. */
export function isLooseWording(kind: number): boolean {
  return kind === WORD || kind === OPENING || kind === PAIR || kind === SKIP || kind === WIDE_SKIP;
}

/** Most features one token can have. */
export const FEATURES_PER_TOKEN = 16;
/** Words apart that two, three and four classes may stand and still make a feature. */
const REACH_2 = 8;
const REACH_3 = 14;
const REACH_4 = 22;

const CLASS_HASHES = new Int32Array(CLASSES.length + 1);
for (let index = 0; index <= CLASSES.length; index++)
  CLASS_HASHES[index] = Math.imul(index + 1, 0x9e3779b1) ^ 0x5bd1e995;

/** By itself, so that `mix` is short enough to be set into its callers: the reading of features is the engine's hottest place. */
const { imul } = Math;

function mix(hash: number, value: number): number {
  let mixed = imul(hash ^ value, 0x85ebca6b);
  mixed ^= mixed >>> 15;
  return imul(mixed, 0xc2b2ae35) ^ (mixed >>> 13);
}

/** Tokens whose features are read at a time: few enough for the nearest cache, and for a byte beside the kind. */
export const BLOCK_TOKENS = 128;
/** A mark is a feature's kind and, above it, how far its token stands from the block's first. */
export const MARK_BITS = 4;
export const MARK_KIND = (1 << MARK_BITS) - 1;

/** Bits of a hash that tell nothing about whether it is known. */
export const KNOWN_SHIFT = 12;
export const KNOWN_WORDS = 1 << (32 - KNOWN_SHIFT - 5);

const CAPITAL_HASH = mix(CAPITAL, 0);

/** Writes the hash down; 1 if it may be known. No branch: what a text holds is hard for a processor to foresee. */
function put(hashes: Int32Array, count: number, hash: number, known: Int32Array): number {
  hashes[count] = hash;
  const place = hash >>> KNOWN_SHIFT;
  return ((known[place >> 5] ?? 0) >>> (place & 31)) & 1;
}

/** The features that end at the tokens of one block, in order, as far as they may be known. */
export class FeatureBlock {
  /** One more than there can be: what is not kept is written over. */
  readonly hashes = new Int32Array(BLOCK_TOKENS * FEATURES_PER_TOKEN + 1);
  readonly marks = new Uint16Array(BLOCK_TOKENS * FEATURES_PER_TOKEN + 1);

  /** Reads the tokens in [from, to). `before[i]` is the last token before i that has a class, -1 for none. Returns how many features. */
  read(
    tokens: Tokens,
    classes: Uint8Array,
    before: Int32Array,
    from: number,
    to: number,
    known: Int32Array,
  ): number {
    const { hashes: words, flags } = tokens;
    let count = 0;
    for (let at = from; at < to; at++) {
      const place = (at - from) << MARK_BITS;
      count =
        at > 2
          ? this.readWords(words, at, place, known, count)
          : this.readFirstWords(words, at, place, known, count);
      const flag = flags[at] ?? 0;
      if ((flag & (OPENS | CAPITALS)) !== 0)
        count = this.readFlags(words[at] ?? 0, flag, place, known, count);
      const kind = classes[at] ?? 0;
      if (at > 0 && (kind | (classes[at - 1] ?? 0) | (at > 1 ? (classes[at - 2] ?? 0) : 0)) !== 0)
        count = this.readSorted(words, classes, at, place, known, count);
      if (kind !== 0)
        count = this.readClasses(classes, before, at, (flag & OPENS) !== 0, place, known, count);
    }
    return count;
  }

  private readWords(words: Int32Array, at: number, place: number, known: Int32Array, from: number): number {
    const { hashes, marks } = this;
    const word = words[at] ?? 0;
    const one = words[at - 1] ?? 0;
    const two = words[at - 2] ?? 0;
    let count = from;
    marks[count] = place | WORD;
    count += put(hashes, count, mix(WORD, word), known);
    marks[count] = place | PAIR;
    count += put(hashes, count, mix(mix(PAIR, one), word), known);
    marks[count] = place | TRIPLE;
    count += put(hashes, count, mix(mix(mix(TRIPLE, two), one), word), known);
    marks[count] = place | SKIP;
    count += put(hashes, count, mix(mix(SKIP, two), word), known);
    marks[count] = place | WIDE_SKIP;
    return count + put(hashes, count, mix(mix(WIDE_SKIP, words[at - 3] ?? 0), word), known);
  }

  /** The text's first three tokens have fewer before them. */
  private readFirstWords(
    words: Int32Array,
    at: number,
    place: number,
    known: Int32Array,
    from: number,
  ): number {
    const { hashes, marks } = this;
    const word = words[at] ?? 0;
    const one = words[at - 1] ?? 0;
    let count = from;
    marks[count] = place | WORD;
    count += put(hashes, count, mix(WORD, word), known);
    if (at === 0) return count;
    marks[count] = place | PAIR;
    count += put(hashes, count, mix(mix(PAIR, one), word), known);
    if (at === 1) return count;
    marks[count] = place | TRIPLE;
    count += put(hashes, count, mix(mix(mix(TRIPLE, words[0] ?? 0), one), word), known);
    marks[count] = place | SKIP;
    return count + put(hashes, count, mix(mix(SKIP, words[0] ?? 0), word), known);
  }

  private readFlags(word: number, flag: number, place: number, known: Int32Array, from: number): number {
    const { hashes, marks } = this;
    let count = from;
    if (flag & OPENS) {
      marks[count] = place | OPENING;
      count += put(hashes, count, mix(OPENING, word), known);
    }
    if (flag & CAPITALS) {
      marks[count] = place | CAPITAL;
      count += put(hashes, count, CAPITAL_HASH, known);
    }
    return count;
  }

  /** Pairs and triples in which a word that has a class stands for any of its class. */
  private readSorted(
    words: Int32Array,
    classes: Uint8Array,
    at: number,
    place: number,
    known: Int32Array,
    from: number,
  ): number {
    const { hashes, marks } = this;
    let count = from;
    const word = sorted(words, classes, at);
    const one = sorted(words, classes, at - 1);
    if (((classes[at] ?? 0) | (classes[at - 1] ?? 0)) !== 0) {
      marks[count] = place | SORTED_PAIR;
      count += put(hashes, count, mix(mix(SORTED_PAIR, one), word), known);
    }
    if (at === 1) return count;
    marks[count] = place | SORTED_TRIPLE;
    return (
      count +
      put(hashes, count, mix(mix(mix(SORTED_TRIPLE, sorted(words, classes, at - 2)), one), word), known)
    );
  }

  private readClasses(
    classes: Uint8Array,
    before: Int32Array,
    at: number,
    opens: boolean,
    place: number,
    known: Int32Array,
    from: number,
  ): number {
    const { hashes, marks } = this;
    let count = from;
    const kind = classes[at] ?? 0;
    marks[count] = place | CLASS;
    count += put(hashes, count, mix(CLASS, kind), known);
    if (opens) {
      marks[count] = place | OPENING_CLASS;
      count += put(hashes, count, mix(OPENING_CLASS, kind), known);
    }
    const one = before[at] ?? -1;
    if (one < 0 || at - one > REACH_2) return count;
    const oneKind = classes[one] ?? 0;
    marks[count] = place | CLASS_PAIR;
    count += put(hashes, count, mix(mix(CLASS_PAIR, oneKind), kind), known);
    const two = before[one] ?? -1;
    if (two < 0 || at - two > REACH_3) return count;
    const twoKind = classes[two] ?? 0;
    marks[count] = place | CLASS_TRIPLE;
    count += put(hashes, count, mix(mix(mix(CLASS_TRIPLE, twoKind), oneKind), kind), known);
    marks[count] = place | CLASS_SKIP;
    count += put(hashes, count, mix(mix(CLASS_SKIP, twoKind), kind), known);
    const three = before[two] ?? -1;
    if (three < 0 || at - three > REACH_4) return count;
    marks[count] = place | CLASS_FOUR;
    count += put(
      hashes,
      count,
      mix(mix(mix(mix(CLASS_FOUR, classes[three] ?? 0), twoKind), oneKind), kind),
      known,
    );
    return count;
  }
}

/** A token that has a class counts for its whole class. */
function sorted(words: Int32Array, classes: Uint8Array, at: number): number {
  const kind = classes[at] ?? 0;
  return kind === 0 ? (words[at] ?? 0) : (CLASS_HASHES[kind] ?? 0);
}

/** A feature in words a person can read: the words as they stand, classes in capitals, `_` for any word. */
export function nameFeature(
  kind: number,
  lower: string,
  tokens: Tokens,
  classes: Uint8Array,
  before: Int32Array,
  at: number,
): string {
  const word = (index: number): string => lower.slice(tokens.starts[index], tokens.ends[index]).slice(0, 24);
  const group = (index: number): string => CLASSES[(classes[index] ?? 0) - 1] ?? word(index);
  const one = before[at] ?? -1;
  const two = before[one] ?? -1;
  const three = before[two] ?? -1;
  if (kind === OPENING) return `^${word(at)}`;
  if (kind === CAPITAL) return 'CAPITALS';
  if (kind === PAIR) return `${word(at - 1)} ${word(at)}`;
  if (kind === TRIPLE) return `${word(at - 2)} ${word(at - 1)} ${word(at)}`;
  if (kind === SKIP) return `${word(at - 2)} _ ${word(at)}`;
  if (kind === WIDE_SKIP) return `${word(at - 3)} _ _ ${word(at)}`;
  if (kind === SORTED_PAIR) return `${group(at - 1)} ${group(at)}`;
  if (kind === SORTED_TRIPLE) return `${group(at - 2)} ${group(at - 1)} ${group(at)}`;
  if (kind === CLASS) return group(at);
  if (kind === OPENING_CLASS) return `^${group(at)}`;
  if (kind === CLASS_PAIR) return `${group(one)} … ${group(at)}`;
  if (kind === CLASS_TRIPLE) return `${group(two)} … ${group(one)} … ${group(at)}`;
  if (kind === CLASS_SKIP) return `${group(two)} … _ … ${group(at)}`;
  if (kind === CLASS_FOUR) return `${group(three)} … ${group(two)} … ${group(one)} … ${group(at)}`;
  return word(at);
}
