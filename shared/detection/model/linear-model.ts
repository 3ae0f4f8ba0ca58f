import { KNOWN_SHIFT, KNOWN_WORDS } from './features.ts';

/** A trained model ready to score: feature hashes in rising order, each with a signed byte of weight. */
export interface LinearModel {
  /** SHA-256 of what the model is made of, shortened. */
  readonly version: string;
  readonly bias: number;
  /** Log-odds per unit of weight. */
  readonly scale: number;
  /** Log-odds to evidence weight, in rising order; straight lines between. */
  readonly calibration: readonly (readonly [number, number])[];
  /** By the upper half of a hash: how many features have a lesser one. */
  readonly starts: Int32Array;
  /** By feature: the lower half of its hash. A feature's number is its place here and one. */
  readonly lows: Uint16Array;
  /** A bit for the upper twenty bits of each hash: most of a text's features are unknown, and this small table says so. */
  readonly known: Int32Array;
  /** By feature number. */
  readonly weights: Int8Array;
}

const HALVES = 65_536;

/** `hashes`, in rising order, and `weights` in step: features are numbered from 1 in that order. */
export function buildModel(
  version: string,
  bias: number,
  scale: number,
  calibration: LinearModel['calibration'],
  hashes: Int32Array,
  weights: Int8Array,
): LinearModel {
  const starts = new Int32Array(HALVES + 1);
  const lows = new Uint16Array(hashes.length);
  const known = new Int32Array(KNOWN_WORDS);
  const byNumber = new Int8Array(hashes.length + 1);
  for (let index = 0; index < hashes.length; index++) {
    const hash = hashes[index] ?? 0;
    if (index > 0 && hash <= (hashes[index - 1] ?? 0))
      throw new Error('The hashes of a model are not in rising order.');
    const next = upperHalf(hash) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
    lows[index] = hash & 0xffff;
    byNumber[index + 1] = weights[index] ?? 0;
    const place = hash >>> KNOWN_SHIFT;
    known[place >> 5] = (known[place >> 5] ?? 0) | (1 << (place & 31));
  }
  for (let half = 1; half <= HALVES; half++) starts[half] = (starts[half] ?? 0) + (starts[half - 1] ?? 0);
  return { version, bias, scale, calibration, starts, lows, known, weights: byNumber };
}

/** Rises with the signed hash. */
function upperHalf(hash: number): number {
  return (hash >> 16) + HALVES / 2;
}

/** The feature's number, 0 for one that the model does not know. */
export function findFeature({ starts, lows }: LinearModel, hash: number): number {
  const half = upperHalf(hash);
  const low = hash & 0xffff;
  const end = starts[half + 1] ?? 0;
  for (let place = starts[half] ?? 0; place < end; place++) if (lows[place] === low) return place + 1;
  return 0;
}

/** What a window of these log-odds weighs as evidence, 0 to 1. */
export function weighLogit(model: LinearModel, logit: number): number {
  const points = model.calibration;
  let [lowLogit, lowWeight] = points[0] ?? [0, 0];
  if (logit <= lowLogit) return lowWeight;
  for (const [highLogit, highWeight] of points) {
    if (logit <= highLogit)
      return (
        lowWeight + ((logit - lowLogit) * (highWeight - lowWeight)) / Math.max(1e-9, highLogit - lowLogit)
      );
    lowLogit = highLogit;
    lowWeight = highWeight;
  }
  return lowWeight;
}
