import { isLooseWording } from '@clawnex/shared/detection/model/features.ts';
import { buildModel, findFeature } from '@clawnex/shared/detection/model/linear-model.ts';
import { type FeatureText, TextReader } from '@clawnex/shared/detection/model/read-features.ts';
import { newTokens } from '@clawnex/shared/detection/model/tokenise.ts';
import { isForeignAttack, type TrainingText } from './training-texts.ts';

/** A training text as feature numbers. */
export interface ReadText {
  readonly features: FeatureText;
  readonly attack: boolean;
  readonly source: string;
  /** Tokens of the attack, where it is a part only. */
  readonly span: { readonly from: number; readonly to: number } | undefined;
}

/** Reads all texts once with the chosen features, numbered from 1 in the order given. */
export function readTexts(texts: readonly TrainingText[], hashes: Int32Array): ReadText[] {
  const model = buildModel('', 0, 1, [], hashes, new Int8Array(hashes.length));
  const reader = new TextReader();
  return texts.map(({ text, lower, attack, source, span }) => {
    const foreign = isForeignAttack({ attack, source });
    const read = reader.read(text, lower, (hash, kind) =>
      foreign && isLooseWording(kind) ? 0 : findFeature(model, hash),
    );
    const { count } = read.tokens;
    const tokens = { ...newTokens(0), count };
    const filled = read.offsets[count] ?? 0;
    let from = 0;
    let to = count;
    if (span) {
      while (from < count && (read.tokens.ends[from] ?? 0) <= span.start) from++;
      to = from;
      while (to < count && (read.tokens.starts[to] ?? 0) < span.end) to++;
    }
    const features: FeatureText = {
      tokens,
      classes: new Uint8Array(0),
      before: new Int32Array(0),
      kinds: new Uint8Array(0),
      offsets: read.offsets.slice(0, count + 1),
      numbers: read.numbers.slice(0, filled),
    };
    return { features, attack, source, span: span ? { from, to } : undefined };
  });
}
