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

function mix(hash: number, value: number): number {
  let mixed = Math.imul(hash ^ value, 0x85ebca6b);
  mixed ^= mixed >>> 15;
  return Math.imul(mixed, 0xc2b2ae35) ^ (mixed >>> 13);
}

/** The tokens' features that end at one token, one after the other. */
export class FeatureReader {
  readonly hashes = new Int32Array(FEATURES_PER_TOKEN);
  readonly kinds = new Uint8Array(FEATURES_PER_TOKEN);
  private count = 0;

  private put(kind: number, hash: number): void {
    this.kinds[this.count] = kind;
    this.hashes[this.count++] = hash;
  }

  /** `before[i]` is the last token before i that has a class, -1 for none. Returns how many features there are. */
  read(tokens: Tokens, classes: Uint8Array, before: Int32Array, at: number): number {
    this.count = 0;
    const { hashes, flags } = tokens;
    const word = hashes[at] ?? 0;
    const flag = flags[at] ?? 0;
    this.put(WORD, mix(WORD, word));
    if (flag & OPENS) this.put(OPENING, mix(OPENING, word));
    if (flag & CAPITALS) this.put(CAPITAL, mix(CAPITAL, 0));
    const kind = classes[at] ?? 0;
    if (at > 0) {
      const one = hashes[at - 1] ?? 0;
      const oneKind = classes[at - 1] ?? 0;
      this.put(PAIR, mix(mix(PAIR, one), word));
      const sortedWord = kind === 0 ? word : (CLASS_HASHES[kind] ?? 0);
      const sortedOne = oneKind === 0 ? one : (CLASS_HASHES[oneKind] ?? 0);
      if ((kind | oneKind) !== 0) this.put(SORTED_PAIR, mix(mix(SORTED_PAIR, sortedOne), sortedWord));
      if (at > 1) {
        const two = hashes[at - 2] ?? 0;
        const twoKind = classes[at - 2] ?? 0;
        this.put(TRIPLE, mix(mix(mix(TRIPLE, two), one), word));
        this.put(SKIP, mix(mix(SKIP, two), word));
        if ((kind | oneKind | twoKind) !== 0) {
          const sortedTwo = twoKind === 0 ? two : (CLASS_HASHES[twoKind] ?? 0);
          this.put(SORTED_TRIPLE, mix(mix(mix(SORTED_TRIPLE, sortedTwo), sortedOne), sortedWord));
        }
        if (at > 2) this.put(WIDE_SKIP, mix(mix(WIDE_SKIP, hashes[at - 3] ?? 0), word));
      }
    }
    if (kind !== 0) this.readClasses(classes, before, at, kind, (flag & OPENS) !== 0);
    return this.count;
  }

  private readClasses(
    classes: Uint8Array,
    before: Int32Array,
    at: number,
    kind: number,
    opens: boolean,
  ): void {
    this.put(CLASS, mix(CLASS, kind));
    if (opens) this.put(OPENING_CLASS, mix(OPENING_CLASS, kind));
    const one = before[at] ?? -1;
    if (one < 0 || at - one > REACH_2) return;
    const oneKind = classes[one] ?? 0;
    this.put(CLASS_PAIR, mix(mix(CLASS_PAIR, oneKind), kind));
    const two = before[one] ?? -1;
    if (two < 0 || at - two > REACH_3) return;
    const twoKind = classes[two] ?? 0;
    this.put(CLASS_TRIPLE, mix(mix(mix(CLASS_TRIPLE, twoKind), oneKind), kind));
    this.put(CLASS_SKIP, mix(mix(CLASS_SKIP, twoKind), kind));
    const three = before[two] ?? -1;
    if (three < 0 || at - three > REACH_4) return;
    this.put(CLASS_FOUR, mix(mix(mix(mix(CLASS_FOUR, classes[three] ?? 0), twoKind), oneKind), kind));
  }
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
