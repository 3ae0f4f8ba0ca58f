import { lexicon } from './lexicon/lexicon.ts';
import { GLYPH, SIGN, type Tokens } from './tokenise.ts';

/** Class of each recently seen word: most words of a text repeat. Same word, same class, so results do not depend on it. */
const CACHE_BITS = 12;
const cachedHashes = new Int32Array(1 << CACHE_BITS);
const cachedClasses = new Uint8Array(1 << CACHE_BITS).fill(255);

/** Fills `classes` with each token's class, 0 for none. A word of several ideographs counts at its first. */
export function classify(lower: string, tokens: Tokens, classes: Uint8Array): void {
  const { whole } = lexicon();
  const { count, hashes, flags, starts, ends } = tokens;
  for (let index = 0; index < count; index++) {
    const flag = flags[index] ?? 0;
    classes[index] = 0;
    if (flag & SIGN) continue;
    if (flag & GLYPH) {
      const found = classifyGlyphs(lower, tokens, index);
      classes[index] = found.kind;
      // What the word covers has no class of its own.
      for (let rest = 1; rest < found.length; rest++) classes[++index] = 0;
      continue;
    }
    const hash = hashes[index] ?? 0;
    const slot = (hash ^ (hash >>> 15)) & ((1 << CACHE_BITS) - 1);
    if (cachedHashes[slot] === hash && cachedClasses[slot] !== 255) {
      classes[index] = cachedClasses[slot] ?? 0;
      continue;
    }
    const kind = whole.get(hash) ?? byStem(lower, starts[index] ?? 0, ends[index] ?? 0);
    cachedHashes[slot] = hash;
    cachedClasses[slot] = kind;
    classes[index] = kind;
  }
}

function classifyGlyphs(lower: string, tokens: Tokens, index: number): { kind: number; length: number } {
  const { whole, longestGlyphs } = lexicon();
  let hash = 0x811c9dc5;
  let kind = 0;
  let length = 1;
  const start = tokens.starts[index] ?? 0;
  for (let size = 1; size <= longestGlyphs; size++) {
    const next = index + size - 1;
    if (
      next >= tokens.count ||
      tokens.starts[next] !== start + size - 1 ||
      !((tokens.flags[next] ?? 0) & GLYPH)
    )
      break;
    hash = Math.imul(hash ^ lower.charCodeAt(start + size - 1), 0x01000193);
    const found = whole.get(hash | 0);
    if (found === undefined) continue;
    kind = found;
    length = size;
  }
  return { kind, length };
}

/** Hebrew, Arabic: articles, prepositions and "and" are written in front of the word, up to three letters. */
const PREFIXES_MAX = 3;

function byStem(lower: string, start: number, end: number): number {
  const { whole, stems, shortestStem, longestStem } = lexicon();
  const first = lower.charCodeAt(start);
  const skips = first >= 0x590 && first < 0x700 ? PREFIXES_MAX : 0;
  for (let skip = 0; skip <= skips && start + skip < end; skip++) {
    let hash = 0x811c9dc5;
    const last = Math.min(end, start + skip + longestStem);
    for (let at = start + skip; at < last; at++) {
      hash = Math.imul(hash ^ lower.charCodeAt(at), 0x01000193);
      if (at - start - skip + 1 < shortestStem) continue;
      const kind = stems.get(hash | 0) ?? (skip > 0 && at === end - 1 ? whole.get(hash | 0) : undefined);
      if (kind !== undefined) return kind;
    }
  }
  return 0;
}
