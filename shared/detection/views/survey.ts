import { KEY_CHARS, KEY_RUN } from '../match/key-run.ts';
import { readUnits } from './text-units.ts';

/** What one quick pass sees of a text's make-up: which other readings are worth the work. */
export interface Survey {
  /** Start and end of each run that could be base64, base32 or hex, one after the other; lines of one blob are one run. */
  runs: number[];
  percents: number;
  backslashes: number;
  entities: number;
  /** Longest row of single letters with something between them. */
  spacedLetters: number;
  /** Places of digits or signs that stand for letters inside words. */
  leetPlaces: number[];
  /** A quotation mark, white space or an operator, a quotation mark: strings that are put together. */
  joints: number;
  /** `<`: there may be HTML that hides text. */
  tags: number;
}

/** What a character is, as far as the survey asks; 0 for all others. */
const LETTER = 1;
/** Digits and signs that stand for letters. */
const LEET_DIGIT = 2;
const OTHER_DIGIT = 3;
const LEET_SIGN = 4;
const SIGN = 5;
const KIND_BITS = 3;
const KIND = new Uint8Array(0x10000);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') KIND[char.charCodeAt(0)] = LETTER;
for (const char of '0134578') KIND[char.charCodeAt(0)] = LEET_DIGIT;
for (const char of '269') KIND[char.charCodeAt(0)] = OTHER_DIGIT;
for (const char of '@$') KIND[char.charCodeAt(0)] = LEET_SIGN;
for (const char of '%\\&"\'`<') KIND[char.charCodeAt(0)] = SIGN;

/** Bits of what the kinds of the last three characters mean together. */
const LONE_LETTER = 1;
const LEET_INSIDE = 2;
const SIGN_LAST = 4;
const MEANING = new Uint8Array(1 << (3 * KIND_BITS));
for (let state = 0; state < MEANING.length; state++) {
  const before = state >> (2 * KIND_BITS);
  const middle = (state >> KIND_BITS) & 7;
  const last = state & 7;
  const isLone = [before, last].every((kind) => kind === 0 || kind === LEET_SIGN || kind === SIGN);
  const isInside = before === LETTER && last === LETTER;
  MEANING[state] =
    (middle === LETTER && isLone ? LONE_LETTER : 0) |
    ((middle === LEET_DIGIT || middle === LEET_SIGN) && isInside ? LEET_INSIDE : 0) |
    (last === SIGN ? SIGN_LAST : 0);
}

/** Characters read at a time. */
const BLOCK = 16_384;
/** Between two single letters that belong to one spaced word. */
const MAX_SPACING = 4;

export function surveyText(text: string): Survey {
  const survey: Survey = {
    runs: findRuns(text),
    percents: 0,
    backslashes: 0,
    entities: 0,
    spacedLetters: 0,
    leetPlaces: [],
    joints: 0,
    tags: 0,
  };
  let spaced = 0;
  let lastSingle = -10;
  let state = 0;
  for (let start = 0; start < text.length; start += BLOCK) {
    const size = Math.min(BLOCK, text.length - start);
    const units = readUnits(text, start, start + size);
    for (let index = 0; index < size; index++) {
      const unit = units[index] ?? 0;
      state = ((state << KIND_BITS) | (KIND[unit] ?? 0)) & 511;
      const meaning = MEANING[state] ?? 0;
      if (meaning === 0) continue;
      const at = start + index;
      if (meaning & SIGN_LAST) countSign(survey, text, unit, at);
      if (meaning & LEET_INSIDE) survey.leetPlaces.push(at - 1);
      if (meaning & LONE_LETTER) {
        spaced = at - 1 - lastSingle <= MAX_SPACING ? spaced + 1 : 1;
        lastSingle = at - 1;
        if (spaced > survey.spacedLetters) survey.spacedLetters = spaced;
      }
    }
  }
  return survey;
}

const IS_KEY = new Uint8Array(0x10000);
for (const char of KEY_CHARS) IS_KEY[char.charCodeAt(0)] = 1;

/** Looks at the last place a run could fill first: most texts hold a blank there, and the places before it need no look. */
function findRuns(text: string): number[] {
  const runs: number[] = [];
  const { length } = text;
  for (let start = 0; start + KEY_RUN <= length; ) {
    let at = start + KEY_RUN - 1;
    while (at >= start && isKey(text.charCodeAt(at))) at--;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + KEY_RUN;
    while (end < length && isKey(text.charCodeAt(end))) end++;
    addRun(runs, text, start, end);
    start = end + 1;
  }
  return runs;
}

function isKey(unit: number): boolean {
  return IS_KEY[unit] === 1;
}

function countSign(survey: Survey, text: string, unit: number, index: number): void {
  if (unit === 0x25) survey.percents++;
  else if (unit === 0x5c) survey.backslashes++;
  else if (unit === 0x26) {
    if (text.charCodeAt(index + 1) === 0x23) survey.entities++;
  } else if (unit === 0x3c) survey.tags++;
  else if (opensJoint(text, index + 1)) survey.joints++;
}

/** After a closing quotation mark: at most a few blanks and an operator, then the next opening one. */
function opensJoint(text: string, from: number): boolean {
  let operators = 0;
  for (let at = from; at < from + 6; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22 || unit === 0x27 || unit === 0x60) return at > from && operators > 0;
    if (unit === 0x2b || unit === 0x2e || unit === 0x26) operators++;
    else if (unit !== 0x20 && unit !== 0x0a) return false;
  }
  return false;
}

/** White space between two lines of one blob: a line end and an indent. */
const MAX_LINE_BREAK = 12;

function addRun(runs: number[], text: string, start: number, end: number): void {
  const last = runs.at(-1);
  if (last !== undefined && start - last <= MAX_LINE_BREAK && /^\r?\n[ \t]*$/.test(text.slice(last, start)))
    runs[runs.length - 1] = end;
  else runs.push(start, end);
}
