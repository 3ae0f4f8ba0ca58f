import { foldConfusable } from './confusables.ts';
import { type View, ViewBuilder } from './view.ts';

/** Characters that show as nothing: soft hyphen, joiners, zero-width, bidi controls, fillers, variation selectors, BOM. */
const INVISIBLE =
  /[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]/;
/** Marks that combine with what stands before them; Mongolian variation selectors. */
const COMBINING = /^[\u0300-\u036f\u180b-\u180d\u180f]$/;
const LATIN_WITH_MARK = /^[\u00c0-\u024f\u1e00-\u1eff]$/;
const ASCII_LETTER = /[a-zA-Z]/;
const NON_ASCII = /[\u0080-\uffff]{1,4096}/g;

/**
 * The text as a reader sees it: invisible characters gone, compatibility forms (full width, mathematical, enclosed letters) and
 * look-alikes folded, marks off Latin letters. Touches only what is not ASCII. Undefined where nothing changes.
 */
export function normalise(raw: View): View | undefined {
  const { text } = raw;
  const builder = new ViewBuilder(raw);
  let done = 0;
  let changed = false;
  for (const match of text.matchAll(NON_ASCII)) {
    builder.copy(done, match.index);
    done = match.index + match[0].length;
    let at = match.index;
    for (const char of match[0]) {
      const folded = foldChar(char, text, at);
      if (folded === char) builder.copy(at, at + char.length);
      else {
        changed = true;
        builder.replace(folded, at, at + char.length);
      }
      at += char.length;
    }
  }
  if (!changed) return undefined;
  builder.copy(done, text.length);
  return builder.build('normalised');
}

function foldChar(char: string, text: string, at: number): string {
  if (INVISIBLE.test(char) || isTag(char)) return '';
  if (COMBINING.test(char)) return '';
  if (LATIN_WITH_MARK.test(char)) return char.normalize('NFKD').charAt(0);
  const folded = foldConfusable(char);
  // In a word of its own script a Cyrillic or Greek letter is itself; beside a Latin letter it is a disguise.
  if (folded !== undefined) return isBesideAscii(text, at) ? folded : char;
  const compatible = char.normalize('NFKC');
  return compatible.length <= 8 ? compatible : char;
}

function isBesideAscii(text: string, at: number): boolean {
  return (
    ASCII_LETTER.test(text.charAt(at - 1)) ||
    ASCII_LETTER.test(text.charAt(at + 1)) ||
    (ASCII_LETTER.test(text.charAt(at + 2)) && foldConfusable(text.charAt(at + 1)) !== undefined) ||
    (ASCII_LETTER.test(text.charAt(at - 2)) && foldConfusable(text.charAt(at - 1)) !== undefined)
  );
}

/** Tag characters and variation selectors. */
function isTag(char: string): boolean {
  const point = char.codePointAt(0) ?? 0;
  return (point >= 0xe0000 && point <= 0xe01ef) || (point >= 0xfe00 && point <= 0xfe0f);
}
