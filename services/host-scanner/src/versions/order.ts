/** Compares two versions of one scheme: negative when the first is older. Null when one of them is of no known form. */
export type VersionOrder = (one: string, other: string) => number | null;

/** Versions are short everywhere; longer text is no version, and comparing stays cheap. */
export const VERSION_LENGTH_MAX = 128;

/** Decimal numbers of any length, without turning them into floating point: `20230101000000001` has too many digits. */
export function compareNumbers(one: string, other: string): number {
  const a = one.replace(/^0+/, '');
  const b = other.replace(/^0+/, '');
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
