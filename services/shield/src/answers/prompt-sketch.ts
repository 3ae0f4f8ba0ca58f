import type { Span } from '@clawnex/proto/scan.ts';

/** Words in a shingle: so many in a row are hardly ever the same by chance. */
const WORDS = 6;
/** A system prompt shorter than this says nothing that is worth keeping. */
const SHINGLES_MIN = 12;
/** Of a longer prompt the beginning counts. */
const SHINGLES_MAX = 20_000;
const WORD = /[\p{L}\p{N}]+/gu;

/** A text's overlapping groups of words, as hashes: enough to recognise them again, not enough to read them. */
export class PromptSketch {
  readonly #shingles = new Set<number>();

  constructor(text: string) {
    for (const { hash } of shingle(text)) {
      this.#shingles.add(hash);
      if (this.#shingles.size >= SHINGLES_MAX) break;
    }
  }

  get isTelling(): boolean {
    return this.#shingles.size >= SHINGLES_MIN;
  }

  /** How much of it an answer repeats, and the longest stretch that does. */
  compare(answer: string): { readonly share: number; readonly words: number; readonly span: Span | null } {
    const seen = new Set<number>();
    let run = 0;
    let best = 0;
    let start = 0;
    let span: Span | null = null;
    for (const item of shingle(answer)) {
      if (!this.#shingles.has(item.hash)) {
        run = 0;
        continue;
      }
      seen.add(item.hash);
      if (run === 0) start = item.start;
      run += 1;
      if (run > best) {
        best = run;
        span = { start, end: item.end };
      }
    }
    return {
      share: seen.size / Math.max(1, this.#shingles.size),
      words: best === 0 ? 0 : best + WORDS - 1,
      span,
    };
  }
}

interface Shingle extends Span {
  readonly hash: number;
}

function* shingle(text: string): Generator<Shingle> {
  const window: { hash: number; start: number; end: number }[] = [];
  for (const match of text.matchAll(WORD)) {
    window.push({ hash: hashWord(match[0]), start: match.index, end: match.index + match[0].length });
    if (window.length < WORDS) continue;
    let hash = 0;
    for (const word of window) hash = (Math.imul(hash, 0x01000193) ^ word.hash) >>> 0;
    yield { hash, start: window[0]?.start ?? 0, end: window[WORDS - 1]?.end ?? 0 };
    window.shift();
  }
}

/** FNV-1a of the lower-cased word. */
function hashWord(word: string): number {
  let hash = 0x811c9dc5;
  const lower = word.toLowerCase();
  for (let index = 0; index < lower.length; index++)
    hash = Math.imul(hash ^ lower.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
