import { classify } from './classify.ts';
import {
  BLOCK_TOKENS,
  FEATURES_PER_TOKEN,
  FeatureBlock,
  KNOWN_WORDS,
  MARK_BITS,
  MARK_KIND,
} from './features.ts';
import { newTokens, type Tokens, tokenise } from './tokenise.ts';

/** A text's tokens and, for each, the numbers of the features that end at it. Valid until the next text is read. */
export interface FeatureText {
  readonly tokens: Tokens;
  readonly classes: Uint8Array;
  readonly before: Int32Array;
  /** Token i's features are `numbers[offsets[i] .. offsets[i + 1])`. */
  readonly offsets: Int32Array;
  readonly numbers: Int32Array;
  readonly kinds: Uint8Array;
}

const FIRST_SIZE = 4_096;
const EVERY_HASH = new Int32Array(KNOWN_WORDS).fill(-1);

/** Reads texts into the same buffers again and again; they grow to the longest text read. */
export class TextReader {
  private readonly block = new FeatureBlock();
  private readonly tokens = newTokens(FIRST_SIZE);
  private classes = new Uint8Array(FIRST_SIZE);
  private before = new Int32Array(FIRST_SIZE);
  private offsets = new Int32Array(FIRST_SIZE + 1);
  private numbers = new Int32Array(FIRST_SIZE * FEATURES_PER_TOKEN);
  private kinds = new Uint8Array(FIRST_SIZE * FEATURES_PER_TOKEN);

  /**
   * `number` gives a feature's number by its hash and kind, 0 to leave it out. `known` has a bit for the upper bits of each hash that
   * is worth asking about.
   */
  read(
    text: string,
    lower: string,
    number: (hash: number, kind: number) => number,
    known: Int32Array = EVERY_HASH,
  ): FeatureText {
    tokenise(text, lower, this.tokens);
    const { count } = this.tokens;
    if (count > this.classes.length) {
      const size = this.tokens.starts.length;
      this.classes = new Uint8Array(size);
      this.before = new Int32Array(size);
      this.offsets = new Int32Array(size + 1);
      this.numbers = new Int32Array(size * FEATURES_PER_TOKEN);
      this.kinds = new Uint8Array(size * FEATURES_PER_TOKEN);
    }
    const { tokens, classes, before, offsets, numbers, kinds, block } = this;
    classify(lower, tokens, classes);
    let last = -1;
    for (let at = 0; at < count; at++) {
      before[at] = last;
      if (classes[at] !== 0) last = at;
    }
    offsets.fill(0, 0, count + 1);
    let filled = 0;
    for (let from = 0; from < count; from += BLOCK_TOKENS) {
      const found = block.read(tokens, classes, before, from, Math.min(count, from + BLOCK_TOKENS), known);
      filled = this.number(found, from, filled, number);
    }
    for (let at = 0; at < count; at++) offsets[at + 1] = (offsets[at + 1] ?? 0) + (offsets[at] ?? 0);
    return { tokens, classes, before, offsets, numbers, kinds };
  }

  /** Numbers the block's features and counts them by token; answers how many the text has so far. */
  private number(
    found: number,
    from: number,
    before: number,
    number: (hash: number, kind: number) => number,
  ): number {
    const { offsets, numbers, kinds } = this;
    const { hashes, marks } = this.block;
    let filled = before;
    for (let index = 0; index < found; index++) {
      const mark = marks[index] ?? 0;
      const feature = number(hashes[index] ?? 0, mark & MARK_KIND);
      if (feature === 0) continue;
      const next = from + (mark >> MARK_BITS) + 1;
      offsets[next] = (offsets[next] ?? 0) + 1;
      kinds[filled] = mark & MARK_KIND;
      numbers[filled++] = feature;
    }
    return filled;
  }
}
