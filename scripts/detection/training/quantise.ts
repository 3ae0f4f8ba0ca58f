/** Share of weights that keep their full size: the few beyond are cut, so that the others are told apart. */
const KEPT = 0.9998;

/** Weights as signed bytes. `weights[0]` is unused and left out of `bytes`. */
export function quantise(weights: Float32Array): { bytes: Int8Array; scale: number; rounding: number } {
  const sizes = Float32Array.from(weights, Math.abs).sort();
  const largest = sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * KEPT))] || 1;
  const scale = largest / 127;
  const bytes = new Int8Array(weights.length - 1);
  let rounding = 0;
  for (let index = 1; index < weights.length; index++) {
    const weight = weights[index] ?? 0;
    const byte = Math.max(-127, Math.min(127, Math.round(weight / scale)));
    bytes[index - 1] = byte;
    if (Math.abs(weight) <= largest) rounding = Math.max(rounding, Math.abs(weight - byte * scale));
  }
  return { bytes, scale, rounding };
}
