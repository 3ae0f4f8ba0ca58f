import type { Point } from '../state/windows.sql.ts';

/** A place in time where enough different signals came together. */
export interface Firing {
  /** Start of the fixed interval of the rule's time span in which it fired: at most one alert for each. */
  readonly slot_ms: number;
  /** Events of the window that ends with the one that made it fire, oldest first. */
  readonly members: readonly Point[];
  readonly distinct: number;
}

/**
 * Where a rule fires among the events of one group, given in order of time, looking at windows that end at or after
 * `from_ms`: the first one of each slot.
 *
 * A window slides and includes both its ends. That a point fires can only become true as events arrive, never false
 * again, and an alert is named after its slot: so an event that arrives late may add an alert but never changes the
 * name of one that was raised, and any order of arrival ends in the same set.
 */
export function findFirings(
  points: readonly Point[],
  rule: { readonly timespan_ms: number; readonly at_least: number },
  from_ms: number,
): Firing[] {
  const firings = new Map<number, Firing>();
  const counts = new Map<string, number>();
  let first = 0;
  for (const [last, point] of points.entries()) {
    counts.set(point.signal, (counts.get(point.signal) ?? 0) + 1);
    for (let oldest = points[first]; oldest !== undefined; oldest = points[first]) {
      if (oldest.time_ms >= point.time_ms - rule.timespan_ms) break;
      const count = counts.get(oldest.signal) ?? 0;
      if (count <= 1) counts.delete(oldest.signal);
      else counts.set(oldest.signal, count - 1);
      first += 1;
    }
    if (point.time_ms < from_ms || counts.size < rule.at_least) continue;
    const slot_ms = slotOf(point.time_ms, rule.timespan_ms);
    if (firings.has(slot_ms)) continue;
    firings.set(slot_ms, { slot_ms, members: points.slice(first, last + 1), distinct: counts.size });
  }
  return [...firings.values()];
}

export function slotOf(time_ms: number, timespan_ms: number): number {
  return Math.floor(time_ms / timespan_ms) * timespan_ms;
}
