import { isLooseWording } from '@clawnex/shared/detection/model/features.ts';
import { TextReader } from '@clawnex/shared/detection/model/read-features.ts';
import { isForeignAttack, type TrainingText } from './training-texts.ts';

/** Slots per character of text: a small text brings up to two new features a character, a big corpus a fifth of one. */
const ROOM = 4;
const SIZE_MIN = 1 << 16;
/** Enough for a hundred million characters; below that the table never fills. */
const SIZE_MAX = 1 << 25;
/** Sources are kept as bits of one number. */
const SOURCES_MAX = 32;

/** For each feature: in how many attacks and ordinary texts it stands, and in which sources. */
export interface FeatureCounts {
  readonly keys: Int32Array;
  readonly attacks: Uint16Array;
  readonly benign: Uint16Array;
  readonly sources: Int32Array;
  readonly taken: Uint8Array;
  readonly attackTexts: number;
  readonly benignTexts: number;
}

/** A feature counts once per text. */
export function countFeatures(texts: readonly TrainingText[]): FeatureCounts {
  const chars = texts.reduce((sum, { text }) => sum + text.length, 0);
  let size = SIZE_MIN;
  while (size < chars * ROOM && size < SIZE_MAX) size *= 2;
  const mask = size - 1;
  const keys = new Int32Array(size);
  const taken = new Uint8Array(size);
  const attacks = new Uint16Array(size);
  const benign = new Uint16Array(size);
  const sources = new Int32Array(size);
  const lastText = new Int32Array(size).fill(-1);
  const bits = new Map<string, number>();
  const reader = new TextReader();
  let attackTexts = 0;
  for (const [index, text] of texts.entries()) {
    let bit = bits.get(text.source);
    if (bit === undefined) {
      bit = bits.size % SOURCES_MAX;
      bits.set(text.source, bit);
    }
    const source = 1 << bit;
    const counts = text.attack ? attacks : benign;
    if (text.attack) attackTexts++;
    // An attack's surroundings say nothing about attacks.
    const own = text.span
      ? {
          text: text.text.slice(text.span.start, text.span.end),
          lower: text.lower.slice(text.span.start, text.span.end),
        }
      : text;
    const foreign = isForeignAttack(text);
    reader.read(own.text, own.lower, (hash, kind) => {
      if (foreign && isLooseWording(kind)) return 0;
      let slot = (hash ^ (hash >>> 13)) & mask;
      while (taken[slot] === 1 && keys[slot] !== hash) slot = (slot + 1) & mask;
      taken[slot] = 1;
      keys[slot] = hash;
      if (lastText[slot] !== index) {
        lastText[slot] = index;
        counts[slot] = Math.min(65_535, (counts[slot] ?? 0) + 1);
        sources[slot] = (sources[slot] ?? 0) | source;
      }
      return 0;
    });
  }
  return { keys, attacks, benign, sources, taken, attackTexts, benignTexts: texts.length - attackTexts };
}
