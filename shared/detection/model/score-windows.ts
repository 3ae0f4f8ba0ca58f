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

/** Slides each window over the text. One window, the strongest, per stretch; in text order. `seen` holds a zero per feature, before and after. */
export function slideWindows(
  text: FeatureText,
  weights: Int8Array | Float32Array,
  seen: Uint16Array,
): Window[] {
  const { offsets, numbers } = text;
  const { count } = text.tokens;
  const stretches = Math.ceil(count / STRETCH);
  const best = new Float64Array(stretches).fill(Number.NEGATIVE_INFINITY);
  const from = new Int32Array(stretches);
  const to = new Int32Array(stretches);
  for (const size of WINDOW_SIZES) {
    let sum = 0;
    for (let at = 0; at < count; at++) {
      const last = offsets[at + 1] ?? 0;
      for (let index = offsets[at] ?? 0; index < last; index++) {
        const number = numbers[index] ?? 0;
        const times = seen[number] ?? 0;
        if (times === 0) sum += weights[number] ?? 0;
        seen[number] = times + 1;
      }
      const gone = at - size;
      if (gone >= 0) sum -= drop(gone, gone + 1, offsets, numbers, weights, seen);
      // A window that is not full yet counts only as the whole of a short text.
      if (at < size - 1 && at < count - 1) continue;
      const stretch = (at / STRETCH) | 0;
      if (sum > (best[stretch] ?? 0)) {
        best[stretch] = sum;
        from[stretch] = Math.max(0, at - size + 1);
        to[stretch] = at + 1;
      }
    }
    drop(Math.max(0, count - size), count, offsets, numbers, weights, seen);
    if (count <= size) break;
  }
  const windows: Window[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const sum = best[stretch] ?? Number.NEGATIVE_INFINITY;
    if (sum > Number.NEGATIVE_INFINITY) windows.push({ from: from[stretch] ?? 0, to: to[stretch] ?? 0, sum });
  }
  return windows;
}

/** Takes the tokens' features out of the window; returns the weight that leaves with them. */
function drop(
  from: number,
  to: number,
  offsets: Int32Array,
  numbers: Int32Array,
  weights: Int8Array | Float32Array,
  seen: Uint16Array,
): number {
  let sum = 0;
  const last = offsets[to] ?? 0;
  for (let index = offsets[from] ?? 0; index < last; index++) {
    const number = numbers[index] ?? 0;
    const times = (seen[number] ?? 0) - 1;
    seen[number] = times;
    if (times === 0) sum += weights[number] ?? 0;
  }
  return sum;
}
