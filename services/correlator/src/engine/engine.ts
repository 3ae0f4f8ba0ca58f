import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { readAbout } from '../events/about.ts';
import type { Signal } from '../events/signal.ts';
import type { CorrelationRule, DetectionRule, Rule, RuleSet } from '../rules/rule.ts';
import { type Fields, lineOf } from '../sigma/fields.ts';
import { alertId } from './alert-id.ts';
import { DueGroups } from './due-groups.ts';
import { type Changes, eventsOf, type Firing, firstOf, startFiring } from './firing.ts';
import { firingFields } from './firing-fields.ts';
import type { Group } from './group.ts';
import { GROUP_LIMITS, type GroupLimits, GroupStore } from './group-store.ts';
import { type EngineCounts, type Hit, noCounts } from './hit.ts';
import { forgetOld, keepLeastMs, keepMs } from './keep.ts';
import type { Point } from './point.ts';
import { groupValues, measuredValues } from './read-values.ts';
import { RuleFinder } from './rule-finder.ts';
import { settle } from './settle.ts';
import { Watermark } from './watermark.ts';

/** An event or an inner firing on its way into groups. */
interface Arrival {
  readonly id: string;
  readonly time_ms: number;
  readonly origin: TrafficOrigin;
  readonly fields: Fields;
  readonly about: Point['about'];
  readonly inner: Point['inner'];
}

export interface Outcome {
  readonly hits: readonly Hit[];
  /** Groups whose state changed. */
  readonly touched: ReadonlySet<Group>;
  readonly removed: readonly Group[];
  readonly counts: EngineCounts;
  /** How often each rule matched, by its key. */
  readonly matched: ReadonlyMap<string, number>;
}

/** Idle groups looked at after each batch, to forget those that are over. */
const EXPIRE_LOOK_MAX = 200;
/** Share of the limit of events after which it is looked whether there are too many. */
const RELIEF_SHARE = 0.1;

/**
 * The engine: events in, firings out. Everything is decided by the events' own times; the clock only tells idle sources
 * from busy ones. State lives in memory, and who calls says how much of it is kept.
 */
export class Engine {
  readonly rules: RuleSet;
  readonly groups: GroupStore;
  readonly watermark = new Watermark();
  readonly #finder: RuleFinder;
  readonly #due = new DueGroups();
  /** Groups to settle, by the depth of their rule. */
  #dirty: Set<Group>[] = [];
  #hits: Hit[] = [];
  #touched = new Set<Group>();
  #removed: Group[] = [];
  #counts = noCounts();
  #newPoints = 0;
  #matched = new Map<string, number>();

  /** `kept`: the groups are written down after each batch. */
  constructor(rules: RuleSet, limits: GroupLimits = GROUP_LIMITS, kept = false) {
    this.rules = rules;
    this.groups = new GroupStore(limits, kept);
    this.#finder = new RuleFinder(rules);
  }

  /** Takes a batch of events. `now_ms` is null offline. */
  apply(signals: readonly Signal[], now_ms: number | null): Outcome {
    for (const signal of signals) {
      this.watermark.observe(signal.source, signal.time_ms, now_ms);
      this.#takeSignal(signal, now_ms);
    }
    this.#counts.events_seen += signals.length;
    this.watermark.advance(now_ms);
    return this.#settleAll();
  }

  /** Time passed without events. */
  tick(now_ms: number | null): Outcome {
    this.watermark.advance(now_ms);
    return this.#settleAll();
  }

  /** Nothing more will come: every window is over. */
  end(): Outcome {
    this.watermark.end();
    return this.#settleAll();
  }

  /** Puts a stored group back. */
  restore(group: Group): void {
    this.groups.put(group);
    if (group.due_ms !== Number.POSITIVE_INFINITY) this.#due.add(group);
  }

  #takeSignal(signal: Signal, now_ms: number | null): void {
    let arrival: Arrival | null = null;
    this.#finder.find(signal.fields, (rule) => {
      arrival ??= { ...signal, about: readAbout(signal.fields), inner: null };
      this.#matched.set(rule.key, (this.#matched.get(rule.key) ?? 0) + 1);
      this.#counts.events_matched += 1;
      if (rule.shadow) this.#counts.shadow_hits += 1;
      if (rule.alerts) this.#hitByItself(rule, arrival);
      this.#feed(rule, arrival, now_ms);
    });
  }

  #hitByItself(rule: DetectionRule, arrival: Arrival): void {
    const point: Point = {
      id: arrival.id,
      time_ms: arrival.time_ms,
      steps: 1,
      signal: arrival.id,
      values: null,
      carried: [arrival.fields],
      about: arrival.about,
      inner: null,
    };
    this.#hits.push({
      change: 'raised',
      alert_id: alertId(rule.key, arrival.origin, [], arrival.id),
      rule,
      origin: arrival.origin,
      values: [],
      firing: startFiring([point], point, point.time_ms, 1),
    });
  }

  /** Hands an event to every correlation that counts on this rule. */
  #feed(rule: Rule, arrival: Arrival, now_ms: number | null): void {
    for (const { rule: correlation, step } of this.rules.consumers.get(rule.key) ?? [])
      this.#enter(correlation, step, arrival, now_ms);
  }

  #enter(rule: CorrelationRule, step: number, arrival: Arrival, now_ms: number | null): void {
    const values = groupValues(rule, step, arrival.fields);
    const measured = measuredValues(rule, arrival.fields);
    if (values === null || measured === undefined) {
      this.#counts.events_without_group += 1;
      return;
    }
    const group = this.groups.use(rule, arrival.origin, values);
    const { time_ms } = arrival;
    if (time_ms <= group.forgotten_ms) {
      this.#counts.events_too_late += 1;
      return;
    }
    const late = group.points.length > 0 && time_ms < group.newest_ms - rule.lateness_ms;
    const newest_ms = group.newest_ms;
    const point: Point = {
      id: arrival.id,
      time_ms,
      steps: 1 << step,
      signal:
        rule.countOnceBy === null ? arrival.id : (lineOf(rule.countOnceBy(arrival.fields)) ?? arrival.id),
      values: measured,
      carried: rule.carries.length === 0 ? null : rule.carries.map(({ read }) => read(arrival.fields)),
      about: arrival.about,
      inner: arrival.inner,
    };
    if (!group.insert(point)) {
      this.#counts.events_repeated += 1;
      return;
    }
    // A clock that is ahead must not make the others look late.
    if (now_ms !== null) group.newest_ms = Math.max(newest_ms, Math.min(time_ms, now_ms + rule.lateness_ms));
    if (late) this.#counts.events_late += 1;
    this.#newPoints += 1;
    this.#markDirty(group);
  }

  #markDirty(group: Group): void {
    const { depth } = group.rule;
    let dirty = this.#dirty[depth];
    if (dirty === undefined) {
      dirty = new Set();
      this.#dirty[depth] = dirty;
    }
    dirty.add(group);
  }

  #settleAll(): Outcome {
    const reached_ms = this.watermark.reached_ms;
    for (const group of this.#due.take(reached_ms, (each) => each.rule.lateness_ms)) this.#markDirty(group);
    for (let depth = 0; depth < this.#dirty.length; depth += 1) {
      for (const group of this.#dirty[depth] ?? []) this.#settleOne(group, reached_ms);
    }
    this.#dirty = [];
    const evicted = [...this.groups.evict(), ...this.#relieve()];
    const expired = this.groups.expire(
      (group) => group.newest_ms < reached_ms - keepMs(group.rule) && !this.#touched.has(group),
      EXPIRE_LOOK_MAX,
    );
    this.#counts.groups_evicted += evicted.length;
    this.#counts.groups_expired += expired.length;
    this.#removed.push(...evicted, ...expired);
    for (const group of this.#removed) this.#touched.delete(group);
    const outcome: Outcome = {
      hits: this.#hits,
      touched: this.#touched,
      removed: this.#removed,
      counts: this.#counts,
      matched: this.#matched,
    };
    this.#hits = [];
    this.#touched = new Set();
    this.#removed = [];
    this.#counts = noCounts();
    this.#matched = new Map();
    return outcome;
  }

  /** Looked at once for so many new events as could have made it too much. */
  #relieve(): Group[] {
    if (this.#newPoints < this.groups.limits.points * RELIEF_SHARE) return [];
    this.#newPoints = 0;
    const { forgotten, evicted } = this.groups.relieve((group) => {
      const before = group.points.length;
      forgetOld(group, group.newest_ms - keepLeastMs(group.rule));
      this.#counts.events_forgotten_early += before - group.points.length;
      return before - group.points.length;
    });
    for (const group of forgotten) this.#touched.add(group);
    return evicted;
  }

  #settleOne(group: Group, reached_ms: number): void {
    const due_ms = group.due_ms;
    const changes = settle(group, reached_ms);
    if (group.due_ms !== due_ms && group.due_ms !== Number.POSITIVE_INFINITY) this.#due.add(group);
    this.#report(group, changes);
    this.#counts.events_dropped += group.forgetFirst(
      group.points.length - this.groups.limits.points_per_group,
    );
    forgetOld(group, Math.min(group.newest_ms, reached_ms) - keepMs(group.rule));
    this.groups.touch(group);
    this.#touched.add(group);
  }

  #report(group: Group, changes: Changes): void {
    const kinds = [
      ['retracted', changes.retracted],
      ['raised', changes.raised],
      ['revised', changes.revised],
    ] as const;
    for (const [change, firings] of kinds) {
      for (const firing of firings) this.#fired(group, change, firing);
    }
  }

  #fired(group: Group, change: Hit['change'], firing: Firing): void {
    const { rule, origin, values } = group;
    const alert_id = alertId(rule.key, origin, values, firing.anchor.id);
    if (change === 'raised') this.#matched.set(rule.key, (this.#matched.get(rule.key) ?? 0) + 1);
    if (rule.shadow && change === 'raised') this.#counts.shadow_hits += 1;
    if (rule.alerts) this.#hits.push({ change, alert_id, rule, origin, values, firing });
    const consumers = this.rules.consumers.get(rule.key) ?? [];
    if (consumers.length === 0) return;
    const arrival: Arrival = {
      id: alert_id,
      time_ms: firing.at_ms,
      origin,
      fields: firingFields(group, firing),
      about: firing.members.at(-1)?.about ?? {},
      inner: { events: eventsOf(firing), first_ms: firstOf(firing) },
    };
    for (const { rule: outer, step } of consumers) {
      if (change !== 'raised') this.#withdraw(outer, step, arrival);
      if (change !== 'retracted') this.#enter(outer, step, arrival, null);
    }
  }

  /** An inner firing that is no more, or is another one now, leaves the outer group. */
  #withdraw(rule: CorrelationRule, step: number, arrival: Arrival): void {
    const values = groupValues(rule, step, arrival.fields);
    const group = values === null ? undefined : this.groups.find(rule, arrival.origin, values);
    const point = group?.points.find((each) => each.id === arrival.id);
    if (group === undefined || point === undefined) return;
    group.remove(point);
    this.#markDirty(group);
  }
}
