import { type Changes, compareFirings, type Firing, foldInto, startFiring } from './firing.ts';
import { makeGauge } from './gauges.ts';
import type { Group } from './group.ts';
import { comparePoints, firstAt, lowerBound } from './point.ts';

/**
 * Brings a group whose windows slide up to date. Both ends of a window belong to it. Where events came in order, each
 * is looked at once; where one came late, what followed it is looked at again, so that the outcome is that of the
 * order of time, whatever the order of arrival.
 */
export function settleSliding(group: Group): Changes {
  const { rule, changed } = group;
  const affected =
    changed === null || group.done === null || comparePoints(changed, group.done) > 0
      ? []
      : rewind(group, changed.time_ms);
  const gauge = group.gauge ?? makeGauge(rule);
  group.gauge = gauge;
  const before = affected.map((firing) => ({ ...firing, members: [...firing.members] }));
  const raised: Firing[] = [];
  const folded = new Set<Firing>();
  let current = group.firings.at(-1);
  for (
    let index = group.done === null ? 0 : lowerBound(group.points, group.done) + 1;
    index < group.points.length;
    index += 1
  ) {
    const point = group.points[index];
    if (point === undefined) break;
    gauge.enter(point);
    leaveBefore(group, point.time_ms - rule.timespan_ms);
    group.done = point;
    if (current !== undefined && point.time_ms <= current.at_ms + rule.quiet_ms) {
      foldInto(current, point, gauge.value());
      folded.add(current);
    } else if (gauge.holds()) {
      current = startFiring(group.points.slice(group.head, index + 1), point, point.time_ms, gauge.value());
      group.firings = [...group.firings, current];
      raised.push(current);
    }
  }
  group.changed = null;
  if (affected.length > 0) return compareFirings(before, raised);
  const isNew = new Set(raised);
  return { raised, revised: [...folded].filter((firing) => !isNew.has(firing)), retracted: [] };
}

/** Goes back to before the first firing that a change at this moment can touch; returns those firings. */
function rewind(group: Group, time_ms: number): Firing[] {
  const { rule } = group;
  const kept = group.firings.filter((firing) => firing.at_ms + rule.quiet_ms < time_ms);
  const affected = group.firings.slice(kept.length);
  group.firings = kept;
  const from_ms = Math.min(time_ms, affected[0]?.at_ms ?? time_ms);
  const start = firstAt(group.points, from_ms);
  group.head = firstAt(group.points, from_ms - rule.timespan_ms);
  group.gauge = makeGauge(rule);
  for (const point of group.points.slice(group.head, start)) group.gauge.enter(point);
  group.done = group.points[start - 1] ?? null;
  return affected;
}

function leaveBefore(group: Group, time_ms: number): void {
  for (
    let oldest = group.points[group.head];
    oldest !== undefined && oldest.time_ms < time_ms;
    oldest = group.points[group.head]
  ) {
    group.gauge?.leave(oldest);
    group.head += 1;
  }
}

/** After a restart: the measure of the window that ends with the last event, of which all is settled. */
export function resumeSliding(group: Group): void {
  const last = group.points.at(-1);
  if (last === undefined) return;
  group.head = firstAt(group.points, last.time_ms - group.rule.timespan_ms);
  group.gauge = makeGauge(group.rule);
  for (const point of group.points.slice(group.head)) group.gauge.enter(point);
  group.done = last;
}
