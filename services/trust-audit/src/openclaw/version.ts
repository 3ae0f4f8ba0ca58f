/** Defaults and keys are known up to this release; later ones may have changed them. */
export const KNOWN_VERSION = '2026.9';

/**
 * Order of two versions like `2026.2.2-3`: negative, zero, positive; null when one is none. A version of fewer parts
 * stands for all that begin with it.
 */
export function compareVersions(a: string, b: string): number | null {
  const left = parse(a);
  const right = parse(b);
  if (left === null || right === null) return null;
  for (let part = 0; part < Math.min(left.length, right.length); part += 1) {
    const order = (left[part] ?? 0) - (right[part] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

function parse(version: string): number[] | null {
  const match = /^v?(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?/.exec(version);
  if (match === null) return null;
  const parts = [Number(match[1]), Number(match[2])];
  if (match[3] !== undefined) parts.push(Number(match[3]));
  return parts;
}
