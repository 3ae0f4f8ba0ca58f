import type { CorrelationRule } from '../rules/rule.ts';
import { type Changes, compareFirings, type Firing, foldInto, NO_CHANGES, startFiring } from './firing.ts';
import type { Group } from './group.ts';
import { firstAt, type Point } from './point.ts';
import { ChainFinder, eachMoment, pointsOf } from './settle-ordered.ts';

/** Something that is present, and when it is certain that the rest stays absent. */
interface Candidate {
  readonly members: readonly Point[];
  readonly trigger: Point;
  readonly due_ms: number;
  readonly absent: boolean;
}

/**
 * Judges rules that want something absent. That can be known only when the watermark has passed the end of the wait:
 * as long as a source lags, nothing is said. What arrives later still takes a firing back.
 */
export function settleAbsent(group: Group, watermark_ms: number): Changes {
  const { rule, changed } = group;
  const reopened = changed !== null && changed.time_ms <= group.closed_ms + rule.timespan_ms;
  const present =
    changed !== null &&
    group.points.slice(firstAt(group.points, changed.time_ms)).some((point) => isPresent(rule, point));
  group.changed = null;
  if (!reopened && !present && watermark_ms <= group.due_ms) return NO_CHANGES;

  const decided_ms = group.forgotten_ms === 0 ? 0 : group.forgotten_ms + rule.timespan_ms;
  const fixed = group.firings.filter((firing) => firing.trigger_ms <= decided_ms);
  const before = group.firings.slice(fixed.length);
  const found: Firing[] = [];
  let current = fixed.at(-1);
  group.due_ms = Number.POSITIVE_INFINITY;
  for (const { members, trigger, due_ms, absent } of candidatesOf(group)) {
    if (trigger.time_ms <= decided_ms) continue;
    if (current !== undefined && trigger.time_ms <= quietUntil(rule, current)) {
      if (absent) foldInto(current, trigger, members.length);
      continue;
    }
    if (!absent) continue;
    if (watermark_ms <= due_ms) {
      group.due_ms = Math.min(group.due_ms, due_ms);
      continue;
    }
    group.closed_ms = Math.max(group.closed_ms, due_ms);
    current = startFiring(members, trigger, due_ms, members.length);
    found.push(current);
  }
  group.firings = [...fixed, ...found];
  return compareFirings(before, found);
}

/** At least until no later event can belong to the same beginning: a firing is named after it. */
function quietUntil(rule: CorrelationRule, firing: Firing): number {
  const same_ms = Math.max(firing.at_ms, firing.anchor.time_ms + rule.timespan_ms);
  return rule.fleet.suppress === undefined ? same_ms : Math.max(same_ms, firing.trigger_ms + rule.quiet_ms);
}

function isPresent(rule: CorrelationRule, point: Point): boolean {
  return rule.steps.some((step, index) => !step.absent && (point.steps & (1 << index)) !== 0);
}

function candidatesOf(group: Group): Candidate[] {
  return group.rule.type === 'temporal_ordered' ? inOrder(group) : inAnyOrder(group);
}

/** Absent steps stand between those before and after them in the rule; at its end, until the time span is over. */
function inOrder({ rule, points }: Group): Candidate[] {
  const present = rule.steps.flatMap((step, index) => (step.absent ? [] : [index]));
  const finder = new ChainFinder(rule, present);
  const candidates: Candidate[] = [];
  eachMoment(points, 0, (moment) => {
    const chain = finder.take(moment);
    if (chain === null) return;
    const members = pointsOf(chain);
    const first = members[0] ?? chain.point;
    const open = rule.steps.at(-1)?.absent === true;
    const due_ms = open ? first.time_ms + rule.timespan_ms : chain.point.time_ms;
    const absent = rule.steps.every((step, index) => {
      if (!step.absent) return true;
      const after = members[present.filter((each) => each < index).length - 1];
      const until = members[present.filter((each) => each < index).length];
      const from_ms = after?.time_ms ?? first.time_ms - rule.timespan_ms;
      const to_ms = until?.time_ms ?? first.time_ms + rule.timespan_ms;
      return !seenBetween(points, index, from_ms, to_ms);
    });
    candidates.push({ members, trigger: chain.point, due_ms, absent });
  });
  return candidates;
}

/** Absent steps may stand before or after: anywhere within the time span. */
function inAnyOrder({ rule, points }: Group): Candidate[] {
  const latest: (Point | null)[] = rule.steps.map(() => null);
  const candidates: Candidate[] = [];
  for (const point of points) {
    if (!isPresent(rule, point)) continue;
    for (const [index, step] of rule.steps.entries()) {
      if (!step.absent && (point.steps & (1 << index)) !== 0) latest[index] = point;
    }
    const inWindow = (index: number) => {
      const each = latest[index];
      return each !== null && each !== undefined && each.time_ms >= point.time_ms - rule.timespan_ms;
    };
    if (!rule.measure.expression((index) => rule.steps[index]?.absent !== true && inWindow(index))) continue;
    const seen = latest.filter((each, index) => each !== null && inWindow(index));
    const members = [...new Set(seen)]
      .filter((each) => each !== null)
      .sort((a, b) => a.time_ms - b.time_ms || (a.id < b.id ? -1 : 1));
    const first_ms = members[0]?.time_ms ?? point.time_ms;
    const due_ms = first_ms + rule.timespan_ms;
    const from_ms = point.time_ms - rule.timespan_ms;
    const absent = rule.measure.expression((index) =>
      rule.steps[index]?.absent === true ? seenBetween(points, index, from_ms, due_ms) : inWindow(index),
    );
    candidates.push({ members, trigger: point, due_ms, absent });
  }
  return candidates;
}

function seenBetween(points: readonly Point[], step: number, from_ms: number, to_ms: number): boolean {
  for (let index = firstAt(points, from_ms); index < points.length; index += 1) {
    const point = points[index];
    if (point === undefined || point.time_ms > to_ms) return false;
    if ((point.steps & (1 << step)) !== 0) return true;
  }
  return false;
}
