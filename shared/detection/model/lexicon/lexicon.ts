import { normalise } from '../../views/normalise.ts';
import { rawView } from '../../views/view.ts';
import { hashWord } from '../tokenise.ts';
import { ASIAN } from './asian.ts';
import { CLASSES, type Words } from './classes.ts';
import { ENGLISH } from './english.ts';
import { GERMANIC } from './germanic.ts';
import { ROMANCE } from './romance.ts';
import { SLAVIC } from './slavic.ts';
import { SOUTHERN } from './southern.ts';
import { WORLDWIDE } from './worldwide.ts';

/** First list wins: an English word is never read as another language's. */
const LISTS: readonly Words[] = [ENGLISH, ROMANCE, GERMANIC, SLAVIC, ASIAN, SOUTHERN, WORLDWIDE];

export interface Lexicon {
  /** Hash of a whole word to its class, 1-based. */
  readonly whole: ReadonlyMap<number, number>;
  /** Hash of a word's beginning to its class, 1-based. */
  readonly stems: ReadonlyMap<number, number>;
  readonly shortestStem: number;
  readonly longestStem: number;
  /** Units of the longest word of a script written without spaces. */
  readonly longestGlyphs: number;
}

let built: Lexicon | undefined;

/** The lexicon, built at the first call. Words are folded like the text they are looked up in. */
export function lexicon(): Lexicon {
  built ??= buildLexicon();
  return built;
}

function buildLexicon(): Lexicon {
  const whole = new Map<number, number>();
  const stems = new Map<number, number>();
  let shortestStem = 99;
  let longestStem = 0;
  let longestGlyphs = 1;
  for (const words of LISTS)
    for (const [index, name] of CLASSES.entries())
      for (const word of (words[name] ?? '').split(/\s+/)) {
        if (word === '') continue;
        const stem = fold(word.endsWith('*') ? word.slice(0, -1) : word);
        const hash = hashWord(stem);
        if (word.endsWith('*')) {
          if (stems.has(hash)) continue;
          stems.set(hash, index + 1);
          shortestStem = Math.min(shortestStem, stem.length);
          longestStem = Math.max(longestStem, stem.length);
        } else if (!whole.has(hash)) {
          whole.set(hash, index + 1);
          if (/[\u0e00-\u0e7f\u3040-\u9fff]/.test(stem)) longestGlyphs = Math.max(longestGlyphs, stem.length);
        }
      }
  return { whole, stems, shortestStem, longestStem, longestGlyphs };
}

function fold(word: string): string {
  const view = rawView(word.toLowerCase());
  return (normalise(view) ?? view).lower;
}
