/** A trained model ready to score: an open-addressed table of feature hashes and a signed byte of weight each. */
export interface LinearModel {
  /** SHA-256 of what the model is made of, shortened. */
  readonly version: string;
  readonly bias: number;
  /** Log-odds per unit of weight. */
  readonly scale: number;
  /** Log-odds to evidence weight, in rising order; straight lines between. */
  readonly calibration: readonly (readonly [number, number])[];
  readonly keys: Int32Array;
  /** 1-based feature number per slot, 0 for an empty slot. */
  readonly slots: Int32Array;
  /** By feature number. */
  readonly weights: Int8Array;
  readonly mask: number;
}

/** Slots per feature: at most one in two is taken, so that a probe stays short. */
const ROOM = 2;

/** `hashes` and `weights` in step. */
export function buildModel(
  version: string,
  bias: number,
  scale: number,
  calibration: LinearModel['calibration'],
  hashes: Int32Array,
  weights: Int8Array,
): LinearModel {
  let size = 1024;
  while (size < hashes.length * ROOM) size *= 2;
  const keys = new Int32Array(size);
  const slots = new Int32Array(size);
  const mask = size - 1;
  const byNumber = new Int8Array(hashes.length + 1);
  for (let index = 0; index < hashes.length; index++) {
    const hash = hashes[index] ?? 0;
    let slot = spread(hash) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    keys[slot] = hash;
    slots[slot] = index + 1;
    byNumber[index + 1] = weights[index] ?? 0;
  }
  return { version, bias, scale, calibration, keys, slots, weights: byNumber, mask };
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}

/** The feature's number, 0 for one that the model does not know. */
export function findFeature(model: LinearModel, hash: number): number {
  const { keys, slots, mask } = model;
  let slot = spread(hash) & mask;
  for (;;) {
    const number = slots[slot] ?? 0;
    if (number === 0 || keys[slot] === hash) return number;
    slot = (slot + 1) & mask;
  }
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
