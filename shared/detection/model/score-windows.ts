import type { FeatureText } from './read-features.ts';

/** Tokens per window: a terse order, a sentence, a paragraph. One of them holds an order whatever stands around it. */
export const WINDOW_SIZES = [12, 24, 64] as const;

/** The strongest window that ends in one stretch of the text. */
export interface Window {
  /** First and last token, the last one exclusive. */
  readonly from: number;
  readonly to: number;
  /** Sum of the weights of the window's features, each counted once. */
  readonly sum: number;
}

/** Tokens per stretch of which one window is kept: about 900 characters. */
const STRETCH = 150;

const [SHORT, MIDDLE, LONG] = WINDOW_SIZES;
/** Tokens whose part in the sums is kept: more than the longest window, a power of two. */
const KEPT = 128;
/** By token: the weights of the features that stand last at it, as far as windows reach back. */
const own = new Float64Array(KEPT);

/**
 * Slides the windows over the text, all at once. One window, the strongest, per stretch; in text order. A feature that a window
 * holds more than once counts where it stands last. `last` holds a zero per feature, before and after.
 */
export function slideWindows(
  text: FeatureText,
  weights: Int8Array | Float32Array,
  last: Int32Array,
): Window[] {
  const { offsets, numbers } = text;
  const { count } = text.tokens;
  const windows: Window[] = [];
  let short = 0;
  let middle = 0;
  let long = 0;
  for (let at = 0; at < count; ) {
    const stretchEnd = Math.min(count, at + STRETCH);
    let shortBest = Number.NEGATIVE_INFINITY;
    let middleBest = Number.NEGATIVE_INFINITY;
    let longBest = Number.NEGATIVE_INFINITY;
    let shortAt = 0;
    let middleAt = 0;
    let longAt = 0;
    for (; at < stretchEnd; at++) {
      let mine = 0;
      const end = offsets[at + 1] ?? 0;
      for (let index = offsets[at] ?? 0; index < end; index++) {
        const number = numbers[index] ?? 0;
        const before = last[number] ?? 0;
        const distance = at + 1 - before;
        if (distance === 0) continue;
        last[number] = at + 1;
        const weight = weights[number] ?? 0;
        mine += weight;
        if (before === 0 || distance > LONG) {
          short += weight;
          middle += weight;
          long += weight;
          continue;
        }
        const place = (before - 1) & (KEPT - 1);
        own[place] = (own[place] ?? 0) - weight;
        if (distance > SHORT) short += weight;
        if (distance > MIDDLE) middle += weight;
      }
      own[at & (KEPT - 1)] = mine;
      if (at >= SHORT) short -= own[(at - SHORT) & (KEPT - 1)] ?? 0;
      if (at >= MIDDLE) middle -= own[(at - MIDDLE) & (KEPT - 1)] ?? 0;
      if (at >= LONG) long -= own[(at - LONG) & (KEPT - 1)] ?? 0;
      // A window that is not full yet counts only as the whole of a short text.
      if (at < LONG - 1 && at < count - 1) {
        if (at < SHORT - 1) continue;
        if (short > shortBest) {
          shortBest = short;
          shortAt = at;
        }
        if (at >= MIDDLE - 1 && middle > middleBest) {
          middleBest = middle;
          middleAt = at;
        }
        continue;
      }
      if (short > shortBest) {
        shortBest = short;
        shortAt = at;
      }
      if (middle > middleBest && count > SHORT) {
        middleBest = middle;
        middleAt = at;
      }
      if (long > longBest && count > MIDDLE) {
        longBest = long;
        longAt = at;
      }
    }
    const most = Math.max(shortBest, middleBest, longBest);
    // Of windows that say as much the shortest.
    if (most === shortBest) putWindow(windows, shortAt, SHORT, most);
    else if (most === middleBest) putWindow(windows, middleAt, MIDDLE, most);
    else putWindow(windows, longAt, LONG, most);
  }
  const filled = offsets[count] ?? 0;
  for (let index = 0; index < filled; index++) last[numbers[index] ?? 0] = 0;
  return windows;
}

/** The window of `size` tokens, or what there is of them, that ends with the token at `last`. */
function putWindow(windows: Window[], last: number, size: number, sum: number): void {
  if (sum > Number.NEGATIVE_INFINITY) windows.push({ from: Math.max(0, last - size + 1), to: last + 1, sum });
}
