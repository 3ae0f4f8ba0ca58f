import { KEY_RUN } from '../match/key-run.ts';

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

const ENCODED = 1;
/** Two bits for what a character is inside a word: other, letter, digit or sign that stands for a letter, other digit. */
const LETTER = 2;
const LEET = 4;
const OTHER_DIGIT = 6;
const WORDLY = 6;
const SIGN = 8;
const KIND = new Uint8Array(128);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  KIND[char.charCodeAt(0)] = ENCODED | LETTER;
for (const char of '0134578') KIND[char.charCodeAt(0)] = ENCODED | LEET;
for (const char of '269') KIND[char.charCodeAt(0)] = ENCODED | OTHER_DIGIT;
for (const char of '+/_-') KIND[char.charCodeAt(0)] = ENCODED;
for (const char of '@$') KIND[char.charCodeAt(0)] = LEET;
for (const char of '%\\&"\'`<') KIND[char.charCodeAt(0)] = SIGN;

/** What the kinds of the last three characters together mean. */
const NOTHING = 0;
const LONE_LETTER = 1;
const LEET_INSIDE = 2;
const MEANING = new Uint8Array(64);
for (const [before, after] of [
  [0, 0],
  [LEET, 0],
  [0, LEET],
  [LEET, LEET],
]) {
  // `@` and `$` are no part of a word, but digits are: told apart below, once the rare pattern is seen.
  MEANING[((before ?? 0) << 3) | (LETTER << 1) | ((after ?? 0) >> 1)] = LONE_LETTER;
}
MEANING[(LETTER << 3) | (LEET << 1) | (LETTER >> 1)] = LEET_INSIDE;

/** Between two single letters that belong to one spaced word. */
const MAX_SPACING = 4;

export function surveyText(text: string): Survey {
  const survey: Survey = {
    runs: [],
    percents: 0,
    backslashes: 0,
    entities: 0,
    spacedLetters: 0,
    leetPlaces: [],
    joints: 0,
    tags: 0,
  };
  let runStart = 0;
  let spaced = 0;
  let lastSingle = -10;
  let state = 0;
  const { length } = text;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    const kind = unit < 128 ? (KIND[unit] ?? 0) : 0;
    if ((kind & ENCODED) === 0) {
      if (index - runStart >= KEY_RUN) addRun(survey.runs, text, runStart, index);
      runStart = index + 1;
      if (kind & SIGN) countSign(survey, text, unit, index);
    }
    state = ((state << 2) | ((kind & WORDLY) >> 1)) & 63;
    const meaning = MEANING[state];
    if (meaning === NOTHING) continue;
    if (meaning === LEET_INSIDE) survey.leetPlaces.push(index - 1);
    else if (!isDigit(text.charCodeAt(index - 2)) && !isDigit(unit)) {
      spaced = index - 1 - lastSingle <= MAX_SPACING ? spaced + 1 : 1;
      lastSingle = index - 1;
      if (spaced > survey.spacedLetters) survey.spacedLetters = spaced;
    }
  }
  if (length - runStart >= KEY_RUN) addRun(survey.runs, text, runStart, length);
  return survey;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
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
