import { compareNumbers, VERSION_LENGTH_MAX, type VersionOrder } from './order.ts';

/** `[epoch:]upstream[-revision]`, as deb-version(7) orders it: `~` before the end, the end before letters, letters before the rest. */
export const compareDebian: VersionOrder = (one, other) => {
  const a = parse(one);
  const b = parse(other);
  if (a === null || b === null) return null;
  return (
    compareNumbers(a.epoch, b.epoch) ||
    compareParts(a.upstream, b.upstream) ||
    compareParts(a.revision, b.revision)
  );
};

function parse(text: string): { epoch: string; upstream: string; revision: string } | null {
  const trimmed = text.trim();
  if (trimmed.length > VERSION_LENGTH_MAX || !/^(?:\d+:)?[0-9A-Za-z][0-9A-Za-z.+~:-]*$/.test(trimmed))
    return null;
  const colon = trimmed.indexOf(':');
  const epoch = colon === -1 ? '0' : trimmed.slice(0, colon);
  const rest = trimmed.slice(colon + 1);
  if (rest === '' || !/^\d+$/.test(epoch)) return null;
  const dash = rest.lastIndexOf('-');
  return dash === -1
    ? { epoch, upstream: rest, revision: '' }
    : { epoch, upstream: rest.slice(0, dash), revision: rest.slice(dash + 1) };
}

/** Alternates between a run of other characters, compared by rank, and a run of digits, compared as a number. */
function compareParts(one: string, other: string): number {
  let a = 0;
  let b = 0;
  while (a < one.length || b < other.length) {
    while ((a < one.length && !isDigit(one, a)) || (b < other.length && !isDigit(other, b))) {
      const difference = rank(one, a) - rank(other, b);
      if (difference !== 0) return difference;
      a += 1;
      b += 1;
    }
    const [fromA, fromB] = [a, b];
    while (isDigit(one, a)) a += 1;
    while (isDigit(other, b)) b += 1;
    const difference = compareNumbers(one.slice(fromA, a), other.slice(fromB, b));
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Beyond every letter. */
const PAST_LETTERS = 256;

function rank(text: string, at: number): number {
  if (at >= text.length || isDigit(text, at)) return 0;
  const character = text.charAt(at);
  if (character === '~') return -1;
  return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + PAST_LETTERS;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}
