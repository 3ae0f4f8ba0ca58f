import type { Database } from '@clawnex/shared/store/database.ts';
import { type PreparedWrite, prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Signal } from '../events/signal.ts';
import type { CorrelationRule } from '../rules/rule.ts';
import { type Context, mergeContext } from '../state/context.ts';
import * as sql from '../state/windows.sql.ts';

export interface WindowLimits {
  /** Matching events one group may hold; the oldest go first. */
  readonly points_per_group: number;
  /** Groups held in all; the longest idle go first. */
  readonly groups: number;
}
/** A loop that is blocked for a day fits, and what one event can cost stays small; all groups together take some 40 MB. */
const LIMITS: WindowLimits = { points_per_group: 2_000, groups: 100_000 };
/** A clock this far ahead of ours is wrong: it must not make everyone else's events look late. */
const CLOCK_AHEAD_MS_MAX = 3_600_000;

export interface Group {
  readonly group_id: number;
  /** Time of its latest event. */
  readonly latest_ms: number;
  readonly context: Context;
}

export type Added =
  | { readonly outcome: 'repeated' }
  | { readonly outcome: 'added'; readonly group: Group; readonly late: boolean; readonly dropped: number };

/** The events that rules still need, by rule and group. Runs inside the caller's transaction. */
export class WindowState {
  readonly #limits: WindowLimits;
  readonly #findGroup;
  readonly #insertGroup: PreparedWrite;
  readonly #updateGroup: PreparedWrite;
  readonly #insertPoint: PreparedWrite;
  readonly #selectPoints;
  readonly #deletePointsBefore: PreparedWrite;
  readonly #deleteOldestPoints: PreparedWrite;
  readonly #countGroups;
  readonly #deleteIdlestGroups: PreparedWrite;

  constructor(db: Database, limits: WindowLimits = LIMITS) {
    this.#limits = limits;
    this.#findGroup = prepareQuery(db, sql.findGroup);
    this.#insertGroup = prepareWrite(db, sql.insertGroup);
    this.#updateGroup = prepareWrite(db, sql.updateGroup);
    this.#insertPoint = prepareWrite(db, sql.insertPoint);
    this.#selectPoints = prepareQuery(db, sql.selectPoints);
    this.#deletePointsBefore = prepareWrite(db, sql.deletePointsBefore);
    this.#deleteOldestPoints = prepareWrite(db, sql.deleteOldestPoints);
    this.#countGroups = prepareQuery(db, sql.countGroups);
    this.#deleteIdlestGroups = prepareWrite(db, sql.deleteIdlestGroups);
  }

  /** Takes an event into its group; says when it was there already. Call `trim` when done with the group. */
  add(rule: CorrelationRule, groupKey: string, signal: Signal, now_ms: number): Added {
    const { name, count_once_by } = rule;
    const key = { rule: name, origin: signal.origin, group_key: groupKey };
    const known = this.#findGroup.get(key);
    const context = mergeContext(known?.context ?? {}, signal.fields);
    const group_id =
      known?.group_id ??
      this.#insertGroup({ ...key, context: JSON.stringify(context), newest_ms: signal.time_ms }).seq;
    const once = count_once_by === null ? undefined : signal.fields[count_once_by];
    const { changes } = this.#insertPoint({
      group_id,
      event_id: signal.id,
      time_ms: signal.time_ms,
      signal: once === undefined ? signal.id : String(once),
    });
    if (changes === 0) return { outcome: 'repeated' };
    const newest_ms = Math.max(known?.newest_ms ?? 0, Math.min(signal.time_ms, now_ms + CLOCK_AHEAD_MS_MAX));
    const late = signal.time_ms < newest_ms - rule.lateness_ms;
    let points = (known?.points ?? 0) + 1;
    const dropped = Math.max(0, points - this.#limits.points_per_group);
    if (dropped > 0) points -= this.#deleteOldestPoints({ group_id, count: dropped }).changes;
    this.#updateGroup({ group_id, context: JSON.stringify(context), newest_ms, points });
    const latest_ms = Math.max(known?.latest_ms ?? 0, signal.time_ms);
    return { outcome: 'added', group: { group_id, context, latest_ms }, late, dropped };
  }

  pointsBetween(group: Group, from_ms: number, to_ms: number): sql.Point[] {
    return this.#selectPoints.all({ group_id: group.group_id, from_ms, to_ms });
  }

  /** Forgets events into whose window nothing that is not late can fall any more. */
  trim(rule: CorrelationRule, groupKey: string, origin: string): void {
    const group = this.#findGroup.get({ rule: rule.name, origin, group_key: groupKey });
    if (group === undefined) return;
    const { group_id, context, newest_ms } = group;
    const before_ms = newest_ms - rule.lateness_ms - rule.timespan_ms;
    const { changes } = this.#deletePointsBefore({ group_id, before_ms });
    if (changes === 0) return;
    this.#updateGroup({
      group_id,
      context: JSON.stringify(context),
      newest_ms,
      points: group.points - changes,
    });
  }

  /** Drops the longest idle groups beyond the limit; returns how many. */
  evictGroups(): number {
    const excess = (this.#countGroups.get()?.groups ?? 0) - this.#limits.groups;
    return excess > 0 ? this.#deleteIdlestGroups({ count: excess }).changes : 0;
  }
}
