import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import type { CorrelationRule } from '../rules/rule.ts';
import { Group } from './group.ts';

export interface GroupLimits {
  /** Matching events one group may hold; the oldest go first. */
  readonly points_per_group: number;
  /** Groups held in all; the longest idle go first. */
  readonly groups: number;
  /** Events held in all groups together. */
  readonly points: number;
}
/** A loop that is blocked for a day fits, and all of it together takes some 300 MB at the very most. */
export const GROUP_LIMITS: GroupLimits = { points_per_group: 50_000, groups: 100_000, points: 500_000 };
/** A run over a file has the machine to itself. */
export const OFFLINE_LIMITS: GroupLimits = { points_per_group: 50_000, groups: 1_000_000, points: 2_000_000 };

/** What is let go of brings the events in all down to this share of their limit. */
const RELIEVED_SHARE = 0.8;

/** Share of the groups that goes at once when there are too many, so that it does not happen with every event. */
const EVICTED_SHARE = 0.02;

/** All groups of all rules, those used last at the end. */
export class GroupStore {
  readonly limits: GroupLimits;
  readonly #groups = new Map<string, Group>();

  readonly #kept: boolean;

  constructor(limits: GroupLimits, kept: boolean) {
    this.limits = limits;
    this.#kept = kept;
  }

  get size(): number {
    return this.#groups.size;
  }

  all(): Iterable<Group> {
    return this.#groups.values();
  }

  put(group: Group): void {
    this.#groups.set(keyOf(group.rule, group.origin, group.values), group);
  }

  /** The group with these values, made where there is none. */
  use(rule: CorrelationRule, origin: TrafficOrigin, values: readonly string[]): Group {
    const key = keyOf(rule, origin, values);
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const group = new Group(rule, origin, values, this.#kept);
    this.#groups.set(key, group);
    return group;
  }

  find(rule: CorrelationRule, origin: TrafficOrigin, values: readonly string[]): Group | undefined {
    return this.#groups.get(keyOf(rule, origin, values));
  }

  /** Moves a group to the end: those not moved for long go first. */
  touch(group: Group): void {
    const key = keyOf(group.rule, group.origin, group.values);
    if (this.#groups.delete(key)) this.#groups.set(key, group);
  }

  remove(group: Group): void {
    this.#groups.delete(keyOf(group.rule, group.origin, group.values));
  }

  /** Removes groups beyond the limit: the longest idle, and of those the ones with an alert last. */
  evict(): Group[] {
    if (this.#groups.size <= this.limits.groups) return [];
    const excess = this.#groups.size - this.limits.groups + Math.floor(this.limits.groups * EVICTED_SHARE);
    const evicted: Group[] = [];
    const spared: Group[] = [];
    for (const group of this.#groups.values()) {
      if (evicted.length >= excess) break;
      if (group.firings.length > 0 && spared.length < excess) spared.push(group);
      else evicted.push(group);
    }
    while (evicted.length < excess) {
      const next = spared.shift();
      if (next === undefined) break;
      evicted.push(next);
    }
    for (const group of evicted) this.remove(group);
    return evicted;
  }

  /** Events in all groups. Counted anew: only asked when there may be too many. */
  countPoints(): number {
    let points = 0;
    for (const group of this.#groups.values()) points += group.points.length;
    return points;
  }

  /**
   * Makes room when all groups together hold too many events: first those that only very late events would still need,
   * then the longest idle groups. `forget` lets go of a group's early events and says how many.
   */
  relieve(forget: (group: Group) => number): { forgotten: Group[]; evicted: Group[]; points: number } {
    let points = this.countPoints();
    const forgotten: Group[] = [];
    const evicted: Group[] = [];
    if (points <= this.limits.points) return { forgotten, evicted, points };
    for (const group of this.#groups.values()) {
      const gone = forget(group);
      if (gone > 0) forgotten.push(group);
      points -= gone;
    }
    for (const group of this.#groups.values()) {
      if (points <= this.limits.points * RELIEVED_SHARE) break;
      points -= group.points.length;
      evicted.push(group);
    }
    for (const group of evicted) this.remove(group);
    return { forgotten, evicted, points };
  }

  /** Removes groups whose every event is older than its rule can still need. Looks only at the longest idle. */
  expire(isOver: (group: Group) => boolean, looked_max: number): Group[] {
    const over: Group[] = [];
    let looked = 0;
    for (const group of this.#groups.values()) {
      looked += 1;
      if (looked > looked_max) break;
      if (isOver(group)) over.push(group);
    }
    for (const group of over) this.remove(group);
    return over;
  }
}

function keyOf(rule: CorrelationRule, origin: TrafficOrigin, values: readonly string[]): string {
  return values.length === 1
    ? `${rule.key}\0${origin}\0${values[0]}`
    : `${rule.key}\0${origin}\0${values.join('\0')}`;
}
