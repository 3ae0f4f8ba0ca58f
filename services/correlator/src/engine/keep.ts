import type { CorrelationRule } from '../rules/rule.ts';
import type { Group } from './group.ts';
import { pointsOfWindowsBefore } from './settle-closing.ts';

/** Late events change what was said for this long at least, whatever a rule waits before it says something. */
const REVISED_MS = 24 * 3_600_000;

/** How far behind the newest an event can still matter: in the window of one that is late by as much as is allowed. */
export function keepMs(rule: CorrelationRule): number {
  return Math.max(rule.lateness_ms, REVISED_MS) + 2 * rule.timespan_ms + rule.quiet_ms;
}

/** What a window needs when hardly anything is late: all that is kept when there is too much. */
const RELIEVED_LATENESS_MS = 10 * 60_000;

export function keepLeastMs(rule: CorrelationRule): number {
  return Math.min(keepMs(rule), RELIEVED_LATENESS_MS + 2 * rule.timespan_ms + rule.quiet_ms);
}

/** Forgets what can matter no more, and the firings that no later event can touch. */
export function forgetOld(group: Group, before_ms: number): void {
  if ((group.points[0]?.time_ms ?? before_ms) >= before_ms) return;
  const count =
    group.rule.evaluation === 'closing'
      ? group.forgetFirst(pointsOfWindowsBefore(group, before_ms))
      : group.forgetBefore(before_ms);
  if (count === 0 || group.firings.length === 0) return;
  group.firings = group.firings.filter((firing) => firing.at_ms + group.rule.quiet_ms >= group.forgotten_ms);
}
