import { type Changes, compareFirings, type Firing, foldInto, NO_CHANGES, startFiring } from './firing.ts';
import { makeGauge } from './gauges.ts';
import type { Group } from './group.ts';
import type { Point } from './point.ts';

/** Stretches of events with the moment at which each is over. */
interface Window {
  readonly points: readonly Point[];
  readonly end_ms: number;
}

/**
 * Judges windows that are over: those begin with an event (sliding), lie at fixed places (tumbling) or end with a
 * silence (session). Needed where only the whole window tells: upper limits, averages, quantiles.
 */
export function settleClosing(group: Group, watermark_ms: number): Changes {
  const { rule, changed } = group;
  if (changed !== null) group.due_ms = Math.min(group.due_ms, changed.time_ms + shortest(group));
  const reopened = changed !== null && changed.time_ms <= group.closed_ms;
  group.changed = null;
  if (!reopened && watermark_ms <= group.due_ms) return NO_CHANGES;

  // Firings of windows that were forgotten stay as they are.
  const fixed = group.firings.filter((firing) => firing.at_ms <= group.forgotten_ms);
  const before = group.firings.slice(fixed.length);
  const found: Firing[] = [];
  let current = fixed.at(-1);
  group.due_ms = Number.POSITIVE_INFINITY;
  for (const { points, end_ms } of windowsOf(group)) {
    if (end_ms >= watermark_ms) {
      group.due_ms = end_ms;
      break;
    }
    group.closed_ms = Math.max(group.closed_ms, end_ms);
    const gauge = makeGauge(rule);
    for (const point of points) gauge.enter(point);
    const last = points.at(-1);
    if (last === undefined || !gauge.holds()) continue;
    if (
      current !== undefined &&
      rule.fleet.suppress !== undefined &&
      last.time_ms <= current.at_ms + rule.quiet_ms
    ) {
      foldInto(current, last, gauge.value());
      continue;
    }
    current = startFiring(points, last, end_ms, gauge.value());
    found.push(current);
  }
  group.firings = [...fixed, ...found];
  return compareFirings(before, found);
}

/** A window is over no sooner than this after any of its events. */
function shortest({ rule }: Group): number {
  if (rule.window === 'tumbling') return 0;
  return rule.window === 'session' ? Math.min(rule.gap_ms, rule.timespan_ms) : rule.timespan_ms;
}

/** Points of windows that were over before a moment: only whole windows can be forgotten. */
export function pointsOfWindowsBefore(group: Group, time_ms: number): number {
  let count = 0;
  for (const { points, end_ms } of windowsOf(group)) {
    if (end_ms >= time_ms) break;
    count += points.length;
  }
  return count;
}

function* windowsOf({ rule, points }: Group): Generator<Window> {
  const { timespan_ms, gap_ms } = rule;
  for (let start = 0; start < points.length; ) {
    const first_ms = points[start]?.time_ms ?? 0;
    // A tumbling window ends before the next begins; the others include both their ends.
    let end_ms =
      rule.window === 'tumbling'
        ? (Math.floor(first_ms / timespan_ms) + 1) * timespan_ms - 1
        : first_ms + timespan_ms;
    let end = start + 1;
    for (let next = points[end]; next !== undefined && next.time_ms <= end_ms; next = points[end]) {
      if (rule.window === 'session' && next.time_ms - (points[end - 1]?.time_ms ?? 0) > gap_ms) break;
      end += 1;
    }
    if (rule.window === 'session') end_ms = Math.min(end_ms, (points[end - 1]?.time_ms ?? 0) + gap_ms);
    yield { points: points.slice(start, end), end_ms };
    start = end;
  }
}
