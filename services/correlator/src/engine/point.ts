import type { About } from '../events/about.ts';

/** A matching event as a window keeps it. */
export interface Point {
  readonly id: string;
  readonly time_ms: number;
  /** Bit n: it is an event of the correlation's step n. */
  readonly steps: number;
  /** Events with the same one count once; the id where each counts. */
  readonly signal: string;
  /** For value_*: one value for each measured field. */
  readonly values: readonly (string | number)[] | null;
  /** Values of the fields that the correlation carries, in its order. */
  readonly carried: readonly unknown[] | null;
  readonly about: About;
  /** For a correlation's firing that is an event here: the events behind it. */
  readonly inner: { readonly events: readonly string[]; readonly first_ms: number } | null;
}

/** Order of time; of the same moment, the order of ids, so that the order never depends on arrival. */
export function comparePoints(
  a: { time_ms: number; id: string },
  b: { time_ms: number; id: string },
): number {
  if (a.time_ms !== b.time_ms) return a.time_ms - b.time_ms;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Index of the first point that is not before the given place. */
export function lowerBound(points: readonly Point[], place: { time_ms: number; id: string }): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const point = points[middle];
    if (point !== undefined && comparePoints(point, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first point at or after a moment. */
export function firstAt(points: readonly Point[], time_ms: number): number {
  return lowerBound(points, { time_ms, id: '' });
}
