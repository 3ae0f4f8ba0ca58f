import type { Point } from './point.ts';

/** Events an alert may carry as evidence; of more, the first are kept. */
export const EVIDENCE_MAX = 200;

/** A place in time where a correlation holds, and what followed while it was quiet. */
export interface Firing {
  /** First event of the window that fired: names the alert. */
  readonly anchor: Point;
  /** Time of the event that made it fire. */
  readonly trigger_ms: number;
  /** When it became true: with that event, or when the window or the wait was over. */
  readonly at_ms: number;
  /** Time of the last event that belongs to it. */
  last_ms: number;
  /** Highest measure of a window in it. */
  peak: number;
  /** Events in all. */
  total: number;
  /** In order of time, at most `EVIDENCE_MAX`. */
  readonly members: Point[];
}

/** Ids of the events behind a firing, those behind inner firings in their place. */
export function eventsOf(firing: Firing): string[] {
  return firing.members.flatMap((point) => point.inner?.events ?? [point.id]).slice(0, EVIDENCE_MAX);
}

/** Time of the first event behind a firing. */
export function firstOf(firing: Firing): number {
  return Math.min(
    firing.anchor.time_ms,
    ...firing.members.map((point) => point.inner?.first_ms ?? point.time_ms),
  );
}

export function startFiring(members: readonly Point[], trigger: Point, at_ms: number, peak: number): Firing {
  return {
    anchor: members[0] ?? trigger,
    trigger_ms: trigger.time_ms,
    at_ms,
    last_ms: members.at(-1)?.time_ms ?? trigger.time_ms,
    peak,
    total: members.length,
    members: members.slice(0, EVIDENCE_MAX),
  };
}

/** Takes an event that came while the firing is quiet. */
export function foldInto(firing: Firing, point: Point, measure: number): void {
  firing.last_ms = Math.max(firing.last_ms, point.time_ms);
  firing.peak = Math.max(firing.peak, measure);
  firing.total += 1;
  if (firing.members.length < EVIDENCE_MAX) firing.members.push(point);
}

/** What became of a group's firings: by their anchors, so that the same firing found again is no new one. */
export interface Changes {
  readonly raised: readonly Firing[];
  readonly revised: readonly Firing[];
  readonly retracted: readonly Firing[];
}
export const NO_CHANGES: Changes = { raised: [], revised: [], retracted: [] };

/** Compares a group's firings before and after some of its events were looked at again. */
export function compareFirings(before: readonly Firing[], after: readonly Firing[]): Changes {
  const old = new Map(before.map((firing) => [firing.anchor.id, firing]));
  const raised: Firing[] = [];
  const revised: Firing[] = [];
  for (const firing of after) {
    const known = old.get(firing.anchor.id);
    old.delete(firing.anchor.id);
    if (known === undefined) raised.push(firing);
    else if (!sameContent(known, firing)) revised.push(firing);
  }
  return { raised, revised, retracted: [...old.values()] };
}

function sameContent(a: Firing, b: Firing): boolean {
  return (
    a.at_ms === b.at_ms &&
    a.last_ms === b.last_ms &&
    a.peak === b.peak &&
    a.total === b.total &&
    a.members.length === b.members.length &&
    // The same object, not only the same id: an inner firing that grew is another point.
    a.members.every((point, index) => point === b.members[index])
  );
}
