/**
 * A release of the form `2026.9.6` or `1.82.7`, with what may follow: `-3` is a rebuild and newer, `-beta.1`, `rc1`,
 * `.dev2` come before the release. Null for anything else: an unknown form is said to be unknown.
 */
export function parseVersion(text: string): readonly number[] | null {
  const match = /^v?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?([^\d].{0,40})?$/.exec(text.trim());
  if (match === null) return null;
  const numbers = [match[1], match[2], match[3] ?? '0'].map(Number);
  const suffix = match[4] ?? '';
  if (suffix === '' || suffix.startsWith('+')) return [...numbers, 0];
  const rebuild = /^(?:-|\.post)(\d{1,6})$/.exec(suffix);
  if (rebuild !== null) return [...numbers, Number(rebuild[1])];
  return /^[-.]?(?:a|b|rc|alpha|beta|dev|pre|nightly)/i.test(suffix) ? [...numbers, -1] : null;
}

/** Negative when the first is older. */
export function compareVersions(one: readonly number[], other: readonly number[]): number {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
