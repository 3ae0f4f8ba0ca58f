import { compareNumbers, compareText, VERSION_LENGTH_MAX, type VersionOrder } from './order.ts';

const FORM = /^v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-(.+))?$/;
const BEFORE = /^(alpha|beta|rc|dev|nightly|canary|pre|next)(?:[.-]?([0-9A-Za-z.-]+))?$/i;

/** Calendar versions of OpenClaw: year.month.patch; `-3` is a rebuild and newer, `-beta.1` comes before the release. */
export const compareOpenClaw: VersionOrder = (one, other) => {
  const a = parse(one);
  const b = parse(other);
  if (a === null || b === null) return null;
  for (const [index, number] of a.numbers.entries()) {
    const difference = compareNumbers(number, b.numbers[index] ?? '0');
    if (difference !== 0) return difference;
  }
  if (a.before === null || b.before === null)
    return a.before === b.before ? compareNumbers(a.rebuild, b.rebuild) : a.before === null ? 1 : -1;
  return compareBefore(a.before, b.before);
};

interface OpenClawVersion {
  readonly numbers: readonly string[];
  readonly rebuild: string;
  readonly before: readonly string[] | null;
}

function parse(text: string): OpenClawVersion | null {
  const trimmed = text.trim();
  if (trimmed.length > VERSION_LENGTH_MAX) return null;
  const match = FORM.exec(trimmed.split('+')[0] ?? '');
  if (match === null) return null;
  const numbers = [match[1] ?? '', match[2] ?? '', match[3] ?? ''];
  const suffix = match[4];
  if (suffix === undefined) return { numbers, rebuild: '0', before: null };
  if (/^\d{1,9}$/.test(suffix)) return { numbers, rebuild: suffix, before: null };
  const before = BEFORE.exec(suffix);
  if (before === null) return null;
  return {
    numbers,
    rebuild: '0',
    before: [before[1]?.toLowerCase() ?? '', ...(before[2]?.split(/[.-]/) ?? [])],
  };
}

function compareBefore(one: readonly string[], other: readonly string[]): number {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const a = one[at];
    const b = other[at];
    if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
    const numeric = /^\d+$/.test(a) && /^\d+$/.test(b);
    const difference = numeric ? compareNumbers(a, b) : compareText(a, b);
    if (difference !== 0) return difference;
  }
  return 0;
}
