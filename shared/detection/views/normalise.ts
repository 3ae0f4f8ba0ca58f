import { foldConfusable } from './confusables.ts';
import { type View, ViewBuilder } from './view.ts';

/** Characters that show as nothing: soft hyphen, joiners, zero-width, bidi controls, fillers, variation selectors, BOM. */
const INVISIBLE =
  /[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]/;
/** Marks that combine with what stands before them; Mongolian variation selectors. */
const COMBINING = /^[\u0300-\u036f\u180b-\u180d\u180f]$/;
const LATIN_WITH_MARK = /^[\u00c0-\u024f\u1e00-\u1eff]$/;
/** A compatibility form longer than this is a word or a sentence in one sign: no disguise of a letter. */
const MAX_FOLDED = 8;
/**
 * Text kept on both sides of a change. Far from any change the raw text reads the same, so it is not read again; what is
 * disguised is disguised more than once.
 */
const CONTEXT = 1_000;

/** What a UTF-16 unit folds to whatever stands beside it; filled as units are met. */
const FOLDED = new Map<number, string>();
/** By unit: not met yet, folds to itself, folds to FOLDED, depends on its neighbours, is half of a pair. */
const STATES = new Uint8Array(0x10000);
const SAME = 1;
const CHANGED = 2;
const LOOK_ALIKE = 3;
const PAIR = 4;

/**
 * The text as a reader sees it: invisible characters gone, compatibility forms (full width, mathematical, enclosed letters) and
 * look-alikes folded, marks off Latin letters. Undefined where nothing changes.
 */
export function normalise(raw: View): View | undefined {
  const { text } = raw;
  const builder = new ViewBuilder(raw);
  let done = 0;
  let changed = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 128) continue;
    const state = STATES[unit] || meet(unit);
    if (state === SAME) continue;
    const size = state === PAIR ? 2 : 1;
    const char = text.slice(at, at + size);
    const folded = state === CHANGED ? (FOLDED.get(unit) ?? char) : foldInPlace(char, text, at, state);
    if (folded !== char) {
      copyUpTo(builder, done, at, changed);
      builder.replace(folded, at, at + size);
      done = at + size;
      changed = true;
    }
    at += size - 1;
  }
  if (!changed) return undefined;
  builder.copy(done, Math.min(text.length, done + CONTEXT));
  return builder.build('normalised');
}

/** Copies from the last change to this one, or only what is near either. */
function copyUpTo(builder: ViewBuilder, done: number, at: number, changed: boolean): void {
  if (at - done <= CONTEXT * 2) {
    builder.copy(done, at);
    return;
  }
  if (changed) {
    builder.copy(done, done + CONTEXT);
    builder.replace('\n', done + CONTEXT, done + CONTEXT + 1);
  }
  builder.copy(at - CONTEXT, at);
}

function meet(unit: number): number {
  let state = SAME;
  const char = String.fromCharCode(unit);
  if (unit >= 0xd800 && unit <= 0xdbff) state = PAIR;
  else if (foldConfusable(char) !== undefined) state = LOOK_ALIKE;
  else {
    const folded = foldChar(char);
    if (folded !== char) {
      state = CHANGED;
      FOLDED.set(unit, folded);
    }
  }
  STATES[unit] = state;
  return state;
}

function foldInPlace(char: string, text: string, at: number, state: number): string {
  if (state === PAIR) return foldChar(char);
  // In a word of its own script a Cyrillic or Greek letter is itself; beside a Latin letter it is a disguise.
  return isBesideAscii(text, at) ? (foldConfusable(char) ?? char) : char;
}

function foldChar(char: string): string {
  if (INVISIBLE.test(char) || isTag(char) || COMBINING.test(char)) return '';
  if (LATIN_WITH_MARK.test(char)) return char.normalize('NFKD').charAt(0);
  const compatible = char.normalize('NFKC');
  return compatible.length <= MAX_FOLDED ? compatible : char;
}

/** Longest row of look-alikes walked through on either side. */
const MAX_WALK = 16;

/** In a word with a Latin letter, or a word of look-alikes alone beside a word that starts or ends with one. */
function isBesideAscii(text: string, at: number): boolean {
  let left = at - 1;
  while (at - left <= MAX_WALK && isLookAlike(text, left)) left--;
  if (isLatin(text, left)) return true;
  let right = at + 1;
  while (right - at <= MAX_WALK && isLookAlike(text, right)) right++;
  if (isLatin(text, right)) return true;
  return (
    (text.charCodeAt(left) === 0x20 && isLatin(text, left - 1)) ||
    (text.charCodeAt(right) === 0x20 && isLatin(text, right + 1))
  );
}

function isLatin(text: string, at: number): boolean {
  const unit = text.charCodeAt(at) | 0x20;
  return unit >= 0x61 && unit <= 0x7a;
}

function isLookAlike(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit > 0x7f && (STATES[unit] || meet(unit)) === LOOK_ALIKE;
}

/** Tag characters and variation selectors. */
function isTag(char: string): boolean {
  const point = char.codePointAt(0) ?? 0;
  return (point >= 0xe0000 && point <= 0xe01ef) || (point >= 0xfe00 && point <= 0xfe0f);
}
