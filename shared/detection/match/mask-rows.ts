import { type Mask, maskHas } from './guard.ts';

/** Places of a row: the ASCII units, then all others together. */
export const ROW = 129;
export const WIDE_PLACE = 128;

/** One row of flags for each mask, one after the other. */
export function spreadMasks(masks: readonly Mask[]): Uint8Array {
  const rows = new Uint8Array(masks.length * ROW);
  masks.forEach((mask, number) => {
    for (let unit = 0; unit <= WIDE_PLACE; unit++) if (maskHas(mask, unit)) rows[number * ROW + unit] = 1;
  });
  return rows;
}
