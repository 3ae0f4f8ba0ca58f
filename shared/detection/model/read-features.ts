import { classify } from './classify.ts';
import { FEATURES_PER_TOKEN, FeatureReader } from './features.ts';
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

/** Reads texts into the same buffers again and again; they grow to the longest text read. */
export class TextReader {
  private readonly reader = new FeatureReader();
  private readonly tokens = newTokens(FIRST_SIZE);
  private classes = new Uint8Array(FIRST_SIZE);
  private before = new Int32Array(FIRST_SIZE);
  private offsets = new Int32Array(FIRST_SIZE + 1);
  private numbers = new Int32Array(FIRST_SIZE * FEATURES_PER_TOKEN);
  private kinds = new Uint8Array(FIRST_SIZE * FEATURES_PER_TOKEN);

  /** `number` gives a feature's number by its hash and kind, 0 to leave it out. */
  read(text: string, lower: string, number: (hash: number, kind: number) => number): FeatureText {
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
    const { tokens, classes, before, offsets, numbers, kinds, reader } = this;
    classify(lower, tokens, classes);
    let last = -1;
    let filled = 0;
    for (let at = 0; at < count; at++) {
      before[at] = last;
      if (classes[at] !== 0) last = at;
      offsets[at] = filled;
      const found = reader.read(tokens, classes, before, at);
      for (let index = 0; index < found; index++) {
        const feature = number(reader.hashes[index] ?? 0, reader.kinds[index] ?? 0);
        if (feature === 0) continue;
        kinds[filled] = reader.kinds[index] ?? 0;
        numbers[filled++] = feature;
      }
    }
    offsets[count] = filled;
    return { tokens, classes, before, offsets, numbers, kinds };
  }
}
