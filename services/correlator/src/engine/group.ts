import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import type { CorrelationRule } from '../rules/rule.ts';
import type { Firing } from './firing.ts';
import type { Gauge } from './gauges.ts';
import { comparePoints, lowerBound, type Point } from './point.ts';

/** A place among points: before it, nothing has changed. */
export interface Place {
  readonly time_ms: number;
  readonly id: string;
}

const NONE: readonly Firing[] = [];

/** The events of one group of a correlation that are still needed, and where it fired among them. */
export class Group {
  readonly rule: CorrelationRule;
  readonly origin: TrafficOrigin;
  /** Values of the group-by fields, as text. */
  readonly values: readonly string[];
  /** In order of time. */
  points: Point[] = [];
  /** In order of time; those whose events are forgotten go with them. */
  firings: readonly Firing[] = NONE;
  newest_ms = 0;
  /** Events before this were forgotten: one that comes now is too late. */
  forgotten_ms = 0;
  /** First place that was touched since the group was last settled. */
  changed: Place | null = null;
  /** Last point that was looked at. */
  done: Place | null = null;
  /** When time alone will decide something. */
  due_ms = Number.POSITIVE_INFINITY;
  /** Windows up to here were judged as over. */
  closed_ms = 0;
  /** The measure of the window that ends with `done`, and the index at which that window starts. */
  gauge: Gauge | null = null;
  head = 0;
  /** Row of the group in the database; 0 while it has none. */
  row = 0;
  /** Whether someone writes the group down, and has to be told what is new. */
  readonly kept: boolean;
  /** Points that the database does not have yet. */
  fresh: Point[] | null = null;
  /** Whether points were forgotten that the database still has. */
  forgot = false;
  /** Ids of points that left although the database may have them. */
  dropped: string[] | null = null;

  constructor(rule: CorrelationRule, origin: TrafficOrigin, values: readonly string[], kept: boolean) {
    this.rule = rule;
    this.kept = kept;
    this.origin = origin;
    this.values = values;
  }

  /** Puts a point in its place. False when it is there already. */
  insert(point: Point): boolean {
    const last = this.points.at(-1);
    if (last === undefined) this.points = [point];
    else if (comparePoints(last, point) < 0) this.points.push(point);
    else {
      const index = lowerBound(this.points, point);
      const known = this.points[index];
      if (known !== undefined && known.id === point.id && known.time_ms === point.time_ms) {
        // The same event as another step's.
        if ((known.steps | point.steps) === known.steps) return false;
        const merged = { ...known, steps: known.steps | point.steps };
        this.points[index] = merged;
        this.#note(merged);
        this.touch(point);
        return true;
      }
      this.points.splice(index, 0, point);
    }
    this.#note(point);
    this.newest_ms = Math.max(this.newest_ms, point.time_ms);
    this.touch(point);
    return true;
  }

  remove(point: Point): void {
    const index = lowerBound(this.points, point);
    if (this.points[index]?.id !== point.id) return;
    this.points.splice(index, 1);
    this.fresh = this.fresh?.filter((each) => each.id !== point.id) ?? null;
    if (this.kept) this.dropped = [...(this.dropped ?? []), point.id];
    this.touch(point);
  }

  #note(point: Point): void {
    if (!this.kept) return;
    if (this.fresh === null) this.fresh = [point];
    else this.fresh.push(point);
  }

  touch(place: Place): void {
    if (this.changed === null || comparePoints(place, this.changed) < 0)
      this.changed = { time_ms: place.time_ms, id: place.id };
  }

  /** Forgets points before a moment. Returns how many. */
  forgetBefore(time_ms: number): number {
    if ((this.points[0]?.time_ms ?? time_ms) >= time_ms) return 0;
    return this.forgetFirst(lowerBound(this.points, { time_ms, id: '' }));
  }

  forgetFirst(count: number): number {
    const last = this.points[count - 1];
    if (last === undefined) return 0;
    this.forgotten_ms = Math.max(this.forgotten_ms, last.time_ms);
    this.points.splice(0, count);
    this.forgot = true;
    this.head = Math.max(0, this.head - count);
    return count;
  }
}
