import type { Piece } from './piece.ts';

const LETTERS = 'oieastb';
const SIGNS = '0134578@$';
const LETTER_OF = new Map<string, string>([...'0134578'].map((sign, index) => [sign, LETTERS.charAt(index)]));
LETTER_OF.set('@', 'a');
LETTER_OF.set('$', 's');

/** Longest such word before the place. */
const MAX_BEFORE = 30;
const WORD = /[A-Za-z0134578@$]{0,24}[0134578@$][A-Za-z][A-Za-z0134578@$]{0,16}(?![A-Za-z0-9])/y;
/** Longest word around the ones that were recognised that is still one. */
const MAX_TOKEN = 24;
const CLAUSE = 160;

/** Words that an order needs, and common ones: code is full of names that mix letters and digits. */
const WANTED =
  /^(?:ignor|disreg|forget|overrid|bypass|previous|prior|above|instruct|system|prompt|rules?$|guideline|reveal|secret|password|token|creden|jailbr|unrestrict|unfilter|pretend|develop|admin|hack|exploit|malware|execut|delete|send|upload|key|assist|restrict|filter|safety|your?$|the$|from$|with|this$|that$|there|have$|will$|what$|when$|all$|any$|everything|contents?$|message|conversation|answer|respon|print$|show$|file|write|about$|before|always|never|without|mode$|vulner|compos|sensitiv)/i;

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
    const to = Math.min(text.length, done + CLAUSE);
    const last = readAround(text, Math.max(read, from - CLAUSE), to, pieces);
    // Read once: what was cut at the end is read again, whole.
    read = Math.max(last, to - MAX_TOKEN);
    done = Math.max(done, last);
  }
  return pieces;
}

/** Hex, or more digits than letters. */
function isCode(word: string): boolean {
  return /^[0-9a-f]{1,40}$/.test(word) || word.replaceAll(/[^A-Za-z]/g, '').length * 2 < word.length;
}

/** What a unit is in a word, 0 for none. */
const LETTER = 1;
const SIGN = 2;
/** Stands for no letter: what touches it is no word. */
const OTHER_DIGIT = 4;
const KIND = new Uint8Array(0x10000);
for (let unit = 0x41; unit <= 0x5a; unit++) {
  KIND[unit] = LETTER;
  KIND[unit + 0x20] = LETTER;
}
for (const sign of SIGNS) KIND[sign.charCodeAt(0)] = SIGN;
for (const digit of '269') KIND[digit.charCodeAt(0)] = OTHER_DIGIT;

/** Adds every word in [from, to) that is written so; answers where the last of them ends. Each character is passed once. */
function readAround(text: string, from: number, to: number, pieces: Piece[]): number {
  let last = from;
  // The stretch may begin inside a word.
  let at = from > 0 && kindAt(text, from - 1) !== 0 ? skipWord(text, from, to) : from;
  while (at < to) {
    if (kindAt(text, at) === 0) {
      at++;
      continue;
    }
    const end = endOfWord(text, at, to);
    let kinds = 0;
    for (let place = at; place < end; place++) kinds |= kindAt(text, place);
    // The article is written as a digit too.
    if ((kinds & SIGN) !== 0 && ((kinds & LETTER) !== 0 || (end - at === 1 && text.charAt(at) === '4'))) {
      last = end;
      pieces.push({ start: at, end, decoded: toLetters(text.slice(at, end)) });
    }
    at = skipWord(text, end, to);
  }
  return last;
}

/** Before what is no part of a word; of one too long, or that runs into another digit, before its last `@` or `$`. */
function endOfWord(text: string, start: number, to: number): number {
  const most = Math.min(to, start + MAX_TOKEN);
  let end = start;
  while (end < most && (kindAt(text, end) & (LETTER | SIGN)) !== 0) end++;
  if (end < to) while (end > start && isAlphanumeric(text, end)) end--;
  return end;
}

function skipWord(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && kindAt(text, at) !== 0) at++;
  return at;
}

function kindAt(text: string, at: number): number {
  return KIND[text.charCodeAt(at)] ?? 0;
}

function isAlphanumeric(text: string, at: number): boolean {
  const char = text.charAt(at);
  return char !== '@' && char !== '$' && kindAt(text, at) !== 0;
}

function toLetters(word: string): string {
  let letters = '';
  for (let at = 0; at < word.length; at++) {
    const char = word.charAt(at);
    if (char === '1' && word.charAt(at + 1) === '1') {
      letters += 'll';
      at++;
    } else letters += kindAt(word, at) === SIGN ? (LETTER_OF.get(char) ?? char) : char;
  }
  return letters;
}

function isLeetLetter(char: string): boolean {
  return (kindAt(char, 0) & (LETTER | SIGN)) !== 0;
}
