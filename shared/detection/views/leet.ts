import type { Piece } from './piece.ts';

const LETTERS = 'oieastb';
const SIGNS = '0134578@$';
const LETTER_OF = new Map<string, string>([...'0134578'].map((sign, index) => [sign, LETTERS.charAt(index)]));
LETTER_OF.set('@', 'a');
LETTER_OF.set('$', 's');

/** Longest such word before the place. */
const MAX_BEFORE = 30;
const WORD = /[A-Za-z0134578@$]{0,24}[0134578@$][A-Za-z][A-Za-z0134578@$]{0,16}(?![A-Za-z0-9])/y;
/** Any word around the ones that were recognised: with a sign in it. */
const TOKEN = /(?<![A-Za-z0-9@$])[A-Za-z0134578@$]{1,24}(?![A-Za-z0-9])/g;
const CLAUSE = 160;

/** Words that an order needs, and common ones: code is full of names that mix letters and digits. */
const WANTED =
  /^(?:ignor|disreg|forget|overrid|bypass|previous|prior|above|instruct|system|prompt|rules?$|guideline|reveal|secret|password|token|creden|jailbr|unrestrict|unfilter|pretend|develop|admin|hack|exploit|malware|execut|delete|send|upload|key|assist|restrict|filter|safety|your?$|the$|from$|with|this$|that$|there|have$|will$|what$|when$|all$|any$|everything|contents?$|message|conversation|answer|respon|print$|show$|file|write|about$|before|always|never|without|mode$)/i;

/** This many in a row, each near the last, are a way of writing, whatever the words. */
const ENOUGH = 2;

/** Words whose letters are written as digits and signs, around places where a sign stands between letters. Bounded work at each place. */
export function findLeetWords(text: string, places: readonly number[]): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  let read = 0;
  let near = 0;
  let rowStart = 0;
  for (const place of places) {
    if (place < done) continue;
    let start = place;
    while (start > done && place - start < MAX_BEFORE && isLeetLetter(text.charAt(start - 1))) start--;
    if (start > 0 && /[A-Za-z0-9@$]/.test(text.charAt(start - 1))) continue;
    WORD.lastIndex = start;
    if (!WORD.test(text)) continue;
    const word = text.slice(start, WORD.lastIndex);
    if (isCode(word)) continue;
    if (near === 0 || start - done > CLAUSE) {
      near = 0;
      rowStart = start;
    }
    near++;
    done = WORD.lastIndex;
    if (near < ENOUGH && !WANTED.test(toLetters(word))) continue;
    // What is known tells how the words around it are written.
    const from = near >= ENOUGH ? rowStart : start;
    read = readAround(text, Math.max(read, from - CLAUSE), Math.min(text.length, done + CLAUSE), pieces);
    done = Math.max(done, read);
  }
  return pieces;
}

/** Hex, or more digits than letters. */
function isCode(word: string): boolean {
  return /^[0-9a-f]{1,40}$/.test(word) || word.replaceAll(/[^A-Za-z]/g, '').length * 2 < word.length;
}

/** Adds every such word in [from, to); answers how far it got. */
function readAround(text: string, from: number, to: number, pieces: Piece[]): number {
  const clause = text.slice(Math.max(0, from - 1), to);
  const offset = Math.max(0, from - 1);
  let last = from;
  for (const match of clause.matchAll(TOKEN)) {
    const start = match.index + offset;
    const [token] = match;
    if (start < from || !/[0134578@$]/.test(token)) continue;
    // The article is written as a digit too.
    if (!/[A-Za-z]/.test(token) && token !== '4') continue;
    last = start + token.length;
    pieces.push({ start, end: last, decoded: toLetters(token) });
  }
  return last;
}

function toLetters(word: string): string {
  return word.replaceAll('11', 'll').replaceAll(/[0134578@$]/g, (sign) => LETTER_OF.get(sign) ?? sign);
}

function isLeetLetter(char: string): boolean {
  return /[A-Za-z]/.test(char) || SIGNS.includes(char);
}
