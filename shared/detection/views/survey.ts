/** What one quick pass sees of a text's make-up: which other readings are worth the work. */
export interface Survey {
  nonAscii: boolean;
  /** Start and end of each run that could be base64, base32 or hex, one after the other; lines of one blob are one run. */
  runs: number[];
  percents: number;
  backslashes: number;
  entities: number;
  /** Longest row of single letters with something between them. */
  spacedLetters: number;
  /** Digits or signs standing for letters inside words. */
  leetLetters: number;
}

const ENCODED = 1;
const LETTER = 2;
const LEET = 4;
const DIGIT = 8;
const KIND = new Uint8Array(128);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  KIND[char.charCodeAt(0)] = ENCODED | LETTER;
for (const char of '0123456789') KIND[char.charCodeAt(0)] = ENCODED | DIGIT;
for (const char of '+/_-') KIND[char.charCodeAt(0)] = ENCODED;
for (const char of '0134578@$') KIND[char.charCodeAt(0)] = (KIND[char.charCodeAt(0)] ?? 0) | LEET;

/** Shorter runs hide no sentence worth decoding. */
export const MIN_ENCODED_RUN = 20;

export function surveyText(text: string): Survey {
  const survey: Survey = {
    nonAscii: false,
    runs: [],
    percents: 0,
    backslashes: 0,
    entities: 0,
    spacedLetters: 0,
    leetLetters: 0,
  };
  let run = 0;
  let spaced = 0;
  let lastSingle = -10;
  let before = 0;
  let beforeThat = 0;
  const { length } = text;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) {
      survey.nonAscii = true;
      if (run >= MIN_ENCODED_RUN) addRun(survey.runs, text, index - run, index);
      run = 0;
      beforeThat = before;
      before = 0;
      continue;
    }
    const kind = KIND[unit] ?? 0;
    if (kind & ENCODED) {
      run++;
    } else {
      if (run >= MIN_ENCODED_RUN) addRun(survey.runs, text, index - run, index);
      run = 0;
      if (unit === 0x25) survey.percents++;
      else if (unit === 0x5c) survey.backslashes++;
      else if (unit === 0x26 && text.charCodeAt(index + 1) === 0x23) survey.entities++;
    }
    if (before & (LETTER | LEET)) {
      if (before & LEET && beforeThat & LETTER && kind & LETTER) survey.leetLetters++;
      // `before` was alone: nothing word-like on either side of it.
      if (before & LETTER && !(beforeThat & (LETTER | DIGIT)) && !(kind & (LETTER | DIGIT))) {
        spaced = index - 1 - lastSingle <= 4 ? spaced + 1 : 1;
        lastSingle = index - 1;
        if (spaced > survey.spacedLetters) survey.spacedLetters = spaced;
      }
    }
    beforeThat = before;
    before = kind;
  }
  if (run >= MIN_ENCODED_RUN) addRun(survey.runs, text, length - run, length);
  return survey;
}

/** White space between two lines of one blob: a line end and an indent. */
const MAX_LINE_BREAK = 12;

function addRun(runs: number[], text: string, start: number, end: number): void {
  const last = runs.at(-1);
  if (last !== undefined && start - last <= MAX_LINE_BREAK && /^\r?\n[ \t]*$/.test(text.slice(last, start)))
    runs[runs.length - 1] = end;
  else runs.push(start, end);
}
