/** A set of UTF-16 code units as sorted, disjoint, inclusive ranges. */
export type CharSet = readonly (readonly [number, number])[];

const MAX_UNIT = 0xffff;
export const NO_CHARS: CharSet = [];
export const ALL_CHARS: CharSet = [[0, MAX_UNIT]];

export function makeSet(ranges: readonly (readonly [number, number])[]): CharSet {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [low, high] of sorted) {
    const last = merged.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else merged.push([low, high]);
  }
  return merged;
}

export function unite(a: CharSet, b: CharSet): CharSet {
  return makeSet([...a, ...b]);
}

export function invert(set: CharSet): CharSet {
  const result: [number, number][] = [];
  let next = 0;
  for (const [low, high] of set) {
    if (low > next) result.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= MAX_UNIT) result.push([next, MAX_UNIT]);
  return result;
}

export function intersect(a: CharSet, b: CharSet): CharSet {
  return invert(unite(invert(a), invert(b)));
}

export function subtract(a: CharSet, b: CharSet): CharSet {
  return intersect(a, invert(b));
}

export function areDisjoint(a: CharSet, b: CharSet): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a[i];
    const right = b[j];
    if (!left || !right) return true;
    if (left[1] < right[0]) i++;
    else if (right[1] < left[0]) j++;
    else return false;
  }
  return true;
}

/** The members, or undefined when there are more than `limit`. */
export function listChars(set: CharSet, limit: number): string[] | undefined {
  const chars: string[] = [];
  for (const [low, high] of set) {
    if (high - low >= limit) return undefined;
    for (let unit = low; unit <= high; unit++) chars.push(String.fromCharCode(unit));
    if (chars.length > limit) return undefined;
  }
  return chars;
}

const range = (from: string, to: string): [number, number] => [from.charCodeAt(0), to.charCodeAt(0)];

export const DIGITS = makeSet([range('0', '9')]);
export const WORD = makeSet([range('0', '9'), range('a', 'z'), range('A', 'Z'), range('_', '_')]);
/** ECMAScript white space and line terminators. */
export const SPACE = makeSet([
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]);
export const NOT_LINE_END = invert(
  makeSet([
    [0x0a, 0x0a],
    [0x0d, 0x0d],
    [0x2028, 0x2029],
  ]),
);
