import type { ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';
import type { Bar } from '../../ui/histogram.tsx';

/** What the stream brought for the view in sight: how often, and the rows that the counts may not hold yet. */
export interface Arrivals {
  readonly count: number;
  readonly rows: readonly ExchangeRow[];
}
export const NO_ARRIVALS: Arrivals = { count: 0, rows: [] };

/** The counts are read again long before; what is older is in them. */
const ROWS_MAX = 2_000;

export function withArrivals(before: Arrivals, rows: readonly ExchangeRow[]): Arrivals {
  return { count: before.count + 1, rows: [...before.rows, ...rows].slice(-ROWS_MAX) };
}

/**
 * The counts as read, and the calls that began since, which they cannot hold: each call once, in its newest version.
 * A call that began before the reading is left to the next one, so that none is ever counted twice.
 */
export function countArrivals(
  bars: readonly Bar[],
  bucketMs: number,
  readAtMs: number,
  arrivals: Arrivals,
  partOf: (row: ExchangeRow) => number,
): readonly Bar[] {
  const calls = new Map<string, ExchangeRow>();
  for (const row of arrivals.rows) {
    const known = calls.get(row.call_id);
    if (Date.parse(row.at) > readAtMs && (known === undefined || row.revision > known.revision))
      calls.set(row.call_id, row);
  }
  const [first] = bars;
  if (calls.size === 0 || first === undefined) return bars;
  const counted = bars.map((bar) => ({ ...bar, parts: [...bar.parts] }));
  for (const row of calls.values()) {
    const index = Math.floor((Date.parse(row.at) - first.at_ms) / bucketMs);
    while (index >= counted.length) {
      counted.push({ at_ms: first.at_ms + counted.length * bucketMs, parts: first.parts.map(() => 0) });
    }
    const parts = counted[index]?.parts;
    const part = partOf(row);
    if (parts !== undefined) parts[part] = (parts[part] ?? 0) + 1;
  }
  return counted;
}
