import type { FeatureCounts } from './count-features.ts';

/** A feature of one source is that source's style. */
const SOURCES_MIN = 2;
const TEXTS_MIN = 4;

/** The hashes of the features that part attacks from ordinary texts best, at most `limit`, in rising order. */
export function selectFeatures(counts: FeatureCounts, limit: number): Int32Array {
  const { keys, attacks, benign, sources, taken, attackTexts, benignTexts } = counts;
  const candidates: number[] = [];
  const scores: number[] = [];
  for (let slot = 0; slot < keys.length; slot++) {
    if (taken[slot] === 0) continue;
    const inAttacks = attacks[slot] ?? 0;
    const inBenign = benign[slot] ?? 0;
    if (inAttacks + inBenign < TEXTS_MIN || countBits(sources[slot] ?? 0) < SOURCES_MIN) continue;
    candidates.push(keys[slot] ?? 0);
    scores.push(partingScore(inAttacks, inBenign, attackTexts, benignTexts));
  }
  const order = Array.from(candidates.keys()).sort(
    (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (candidates[a] ?? 0) - (candidates[b] ?? 0),
  );
  const chosen = order.slice(0, limit).map((index) => candidates[index] ?? 0);
  return Int32Array.from(chosen).sort();
}

/** How many standard errors the shares of attacks and of ordinary texts that hold the feature are apart. */
function partingScore(inAttacks: number, inBenign: number, attackTexts: number, benignTexts: number): number {
  const pooled = (inAttacks + inBenign + 1) / (attackTexts + benignTexts + 2);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / attackTexts + 1 / benignTexts));
  return Math.abs(inAttacks / attackTexts - inBenign / benignTexts) / error;
}

function countBits(bits: number): number {
  let rest = bits;
  let count = 0;
  for (; rest !== 0; rest &= rest - 1) count++;
  return count;
}
