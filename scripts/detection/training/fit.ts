import { slideWindows, WINDOW_SIZES, type Window } from '@clawnex/shared/detection/model/score-windows.ts';
import { Random } from '../generate/random.ts';
import type { ReadText } from './read-texts.ts';

export interface FitOptions {
  readonly seed: number;
  readonly epochs: number;
  /** Strength of the pull of a weight towards zero, each time its feature is learned from. */
  readonly l2: number;
  readonly rate: number;
  /** How much the size of a source counts: 0 all alike, 1 by its texts. */
  readonly sizePower: number;
  /** How much ordinary texts weigh beside attacks. */
  readonly benignWeight: number;
}

export const FIT_OPTIONS: Omit<FitOptions, 'seed'> = {
  epochs: 9,
  l2: 0.03,
  rate: 0.04,
  sizePower: 0.6,
  benignWeight: 1,
};

export interface Fit {
  /** By feature number; 0 is unused. */
  readonly weights: Float32Array;
  readonly bias: number;
}

/** Windows of an ordinary text that are learned from per pass: its worst ones and one by chance. */
const WORST_WINDOWS = 3;
/** Windows of an attack text: where its attack most likely stands. */
const ATTACK_WINDOWS = 2;

/**
 * Logistic regression over windows. Which window of a text is learned from is chosen anew in each pass by the weights so far:
 * an attack needs one window that shows it, an ordinary text must show nothing in any (multiple-instance learning).
 */
export function fit(texts: readonly ReadText[], features: number, options: FitOptions): Fit {
  const random = new Random(options.seed);
  const weights = new Float32Array(features + 1);
  const average = new Float64Array(features + 1);
  const seen = new Int32Array(features + 1);
  const stamp = new Int32Array(features + 1);
  const importance = weighSources(texts, options);
  let bias = 0;
  let averageBias = 0;
  let averaged = 0;
  let steps = 0;
  const total = texts.length;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const rate = options.rate / (1 + 0.35 * epoch);
    for (const index of random.shuffle(Array.from({ length: total }, (_, place) => place))) {
      const text = texts[index];
      if (!text || text.features.tokens.count === 0) continue;
      const weight = importance[index] ?? 0;
      const { offsets, numbers } = text.features;
      for (const window of chooseWindows(text, weights, seen, epoch, random)) {
        steps++;
        let sum = bias;
        const first: number = offsets[window.from] ?? 0;
        const last: number = offsets[window.to] ?? 0;
        for (let at = first; at < last; at++) {
          const number = numbers[at] ?? 0;
          if (stamp[number] === steps) continue;
          stamp[number] = steps;
          sum += weights[number] ?? 0;
        }
        const error = (text.attack ? 1 : 0) - 1 / (1 + Math.exp(-sum));
        const step = rate * error * weight;
        bias += step;
        for (let at = first; at < last; at++) {
          const number = numbers[at] ?? 0;
          if (stamp[number] !== steps) continue;
          stamp[number] = 0;
          const old = weights[number] ?? 0;
          weights[number] = old + step - rate * options.l2 * weight * old;
        }
      }
    }
    if (epoch >= options.epochs / 2) {
      averaged++;
      for (let number = 1; number <= features; number++)
        average[number] = (average[number] ?? 0) + (weights[number] ?? 0);
      averageBias += bias;
    }
  }
  const result = new Float32Array(features + 1);
  for (let number = 1; number <= features; number++)
    result[number] = (average[number] ?? 0) / Math.max(1, averaged);
  return { weights: result, bias: averageBias / Math.max(1, averaged) };
}

/** Each source counts by a power of its size; attacks and ordinary texts weigh as told in sum. */
function weighSources(texts: readonly ReadText[], { sizePower, benignWeight }: FitOptions): Float64Array {
  const sizes = new Map<string, number>();
  const key = (text: ReadText): string => `${text.attack} ${text.source}`;
  for (const text of texts) sizes.set(key(text), (sizes.get(key(text)) ?? 0) + 1);
  const raw = texts.map((text) => (sizes.get(key(text)) ?? 1) ** (sizePower - 1));
  const sums = { true: 0, false: 0 };
  for (const [index, text] of texts.entries()) sums[`${text.attack}`] += raw[index] ?? 0;
  return Float64Array.from(
    texts,
    (text, index) =>
      Math.min(5, ((raw[index] ?? 0) * texts.length) / 2 / sums[`${text.attack}`]) *
      (text.attack ? 1 : benignWeight),
  );
}

function chooseWindows(
  text: ReadText,
  weights: Float32Array,
  seen: Int32Array,
  epoch: number,
  random: Random,
): Pick<Window, 'from' | 'to'>[] {
  const { count } = text.features.tokens;
  const shortest = WINDOW_SIZES[0];
  if (text.span) return windowsAround(text.span, count, random);
  if (count <= shortest) return [{ from: 0, to: count }];
  const ranked = slideWindows(text.features, weights, seen).sort((a, b) => b.sum - a.sum);
  if (text.attack) {
    // Nothing is known yet: attacks mostly open the text.
    if (epoch === 0) return [{ from: 0, to: Math.min(count, 64) }, anyWindow(count, random)];
    return ranked.slice(0, count > 400 ? ATTACK_WINDOWS : 1);
  }
  return [...ranked.slice(0, WORST_WINDOWS), anyWindow(count, random)];
}

/** A window of each size that holds the attack or its beginning; none that holds too little of it to be one. */
function windowsAround(
  span: { from: number; to: number },
  count: number,
  random: Random,
): { from: number; to: number }[] {
  const least = Math.min(WINDOW_SIZES[1], (span.to - span.from) / 2);
  return WINDOW_SIZES.filter((size) => size >= least).map((size) => {
    const slack = Math.max(0, size - (span.to - span.from));
    const from = Math.max(0, Math.min(span.from - random.below(slack + 1), count - size));
    return { from, to: Math.min(count, from + size) };
  });
}

function anyWindow(count: number, random: Random): { from: number; to: number } {
  const size = random.pick(WINDOW_SIZES);
  const from = random.below(Math.max(1, count - size + 1));
  return { from, to: Math.min(count, from + size) };
}
