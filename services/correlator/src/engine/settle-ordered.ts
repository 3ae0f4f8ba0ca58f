import type { CorrelationRule } from '../rules/rule.ts';
import { type Changes, compareFirings, type Firing, foldInto, startFiring } from './firing.ts';
import type { Group } from './group.ts';
import { firstAt, type Point } from './point.ts';

/** Steps that were seen in order, as a list from the last back to the first. */
export interface Chain {
  readonly point: Point;
  readonly before: Chain | null;
  readonly start_ms: number;
}

/**
 * For each step, the chain up to it that started last: if any chain fits into the time span, this one does. An event
 * stands for one step only. Events of the same moment are taken in whichever order completes more.
 */
export class ChainFinder {
  readonly #steps: readonly number[];
  readonly #timespan_ms: number;
  readonly #chains: (Chain | null)[];

  /** `steps`: indexes of the rule's steps that must be present, in order. */
  constructor(rule: CorrelationRule, steps: readonly number[]) {
    this.#steps = steps;
    this.#timespan_ms = rule.timespan_ms;
    this.#chains = steps.map(() => null);
  }

  /** Takes all events of one moment; returns the whole chain when one of them completes it. */
  take(points: readonly Point[]): Chain | null {
    let completed: Chain | null = null;
    for (let pass = 0; pass < this.#steps.length; pass += 1) {
      let changed = false;
      for (const point of points) {
        for (let place = this.#steps.length - 1; place >= 0; place -= 1) {
          if ((point.steps & (1 << (this.#steps[place] ?? 0))) === 0) continue;
          const chain = this.#extend(place, point);
          if (chain === null) continue;
          changed = true;
          if (place === this.#steps.length - 1) completed = chain;
        }
      }
      // A single event cannot follow itself.
      if (!changed || points.length === 1) break;
    }
    return completed;
  }

  #extend(place: number, point: Point): Chain | null {
    const before = place === 0 ? null : (this.#chains[place - 1] ?? null);
    if (
      place > 0 &&
      (before === null || before.start_ms < point.time_ms - this.#timespan_ms || holds(before, point))
    )
      return null;
    const start_ms = before?.start_ms ?? point.time_ms;
    const known = this.#chains[place];
    if (known !== null && known !== undefined && known.point === point && known.start_ms >= start_ms)
      return null;
    if (known !== null && known !== undefined && known.start_ms > start_ms && place < this.#steps.length - 1)
      return null;
    const chain: Chain = { point, before, start_ms };
    this.#chains[place] = chain;
    return chain;
  }
}

function holds(chain: Chain, point: Point): boolean {
  for (let each: Chain | null = chain; each !== null; each = each.before)
    if (each.point === point) return true;
  return false;
}

export function pointsOf(chain: Chain): Point[] {
  const points: Point[] = [];
  for (let each: Chain | null = chain; each !== null; each = each.before) points.push(each.point);
  return points.reverse();
}

/** Calls `visit` with the points of each moment from an index on. */
export function eachMoment(
  points: readonly Point[],
  from: number,
  visit: (moment: readonly Point[]) => void,
): void {
  for (let start = from; start < points.length; ) {
    const time_ms = points[start]?.time_ms;
    let end = start + 1;
    while (points[end]?.time_ms === time_ms) end += 1;
    visit(points.slice(start, end));
    start = end;
  }
}

/** Brings a group whose rule wants its steps in order up to date. */
export function settleOrdered(group: Group): Changes {
  const { rule, changed } = group;
  if (changed === null) return { raised: [], revised: [], retracted: [] };
  const kept = group.firings.filter((firing) => firing.at_ms + rule.quiet_ms < changed.time_ms);
  const affected = group.firings.slice(kept.length);
  const before = affected.map((firing) => ({ ...firing, members: [...firing.members] }));
  const from_ms = Math.min(changed.time_ms, affected[0]?.trigger_ms ?? changed.time_ms);
  const finder = new ChainFinder(
    rule,
    rule.steps.flatMap((step, index) => (step.absent ? [] : [index])),
  );
  const found: Firing[] = [];
  let current = kept.at(-1);
  eachMoment(group.points, firstAt(group.points, from_ms - rule.timespan_ms), (moment) => {
    const chain = finder.take(moment);
    const time_ms = moment[0]?.time_ms ?? 0;
    if (chain === null || time_ms < from_ms) return;
    if (current !== undefined && time_ms <= current.at_ms + rule.quiet_ms) {
      foldInto(current, chain.point, pointsOf(chain).length);
      return;
    }
    const members = pointsOf(chain);
    current = startFiring(members, chain.point, time_ms, members.length);
    found.push(current);
  });
  group.firings = [...kept, ...found];
  group.done = group.points.at(-1) ?? null;
  group.changed = null;
  return compareFirings(before, found);
}
