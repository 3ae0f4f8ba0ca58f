import { compareNumbers, compareText, VERSION_LENGTH_MAX, type VersionOrder } from './order.ts';

const FORM =
  /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;

interface SemVer {
  readonly numbers: readonly string[];
  readonly before: readonly string[];
}

/** Precedence of semver 2.0.0 §11; build metadata says nothing. */
export const compareSemver: VersionOrder = (one, other) => {
  const a = parse(one);
  const b = parse(other);
  if (a === null || b === null) return null;
  for (const [index, number] of a.numbers.entries()) {
    const difference = compareNumbers(number, b.numbers[index] ?? '0');
    if (difference !== 0) return difference;
  }
  // A version with a pre-release is older than the same without.
  if (a.before.length === 0 || b.before.length === 0) return b.before.length - a.before.length;
  for (let at = 0; at < Math.max(a.before.length, b.before.length); at += 1) {
    const difference = compareIdentifiers(a.before[at], b.before[at]);
    if (difference !== 0) return difference;
  }
  return 0;
};

function parse(text: string): SemVer | null {
  const trimmed = text.trim();
  if (trimmed.length > VERSION_LENGTH_MAX) return null;
  const match = FORM.exec(trimmed);
  if (match === null) return null;
  return { numbers: [match[1] ?? '', match[2] ?? '', match[3] ?? ''], before: match[4]?.split('.') ?? [] };
}

/** Numbers are older than words; a missing one is older than any. */
function compareIdentifiers(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return one === other ? 0 : one === undefined ? -1 : 1;
  const numeric = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (numeric[0] === true && numeric[1] === true) return compareNumbers(one, other);
  if (numeric[0] !== numeric[1]) return numeric[0] === true ? -1 : 1;
  return compareText(one, other);
}
