/** Whether a name fits a pattern: the name itself, or its beginning with `*` at the end. Case does not matter. */
export function fitsPattern(pattern: string, name: string | undefined): boolean {
  if (name === undefined) return false;
  const wanted = pattern.toLowerCase();
  const given = name.toLowerCase();
  return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : given === wanted;
}

/** How much a pattern says: an exact name more than the beginning of one. */
export function patternWeight(pattern: string): number {
  return pattern.endsWith('*') ? 1 : 2;
}
