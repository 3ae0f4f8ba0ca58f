import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import type { Rule } from '../rules/rule.ts';
import type { Firing } from './firing.ts';

/** That a rule fired, did so differently, or did not after all. */
export interface Hit {
  readonly change: 'raised' | 'revised' | 'retracted';
  readonly alert_id: string;
  readonly rule: Rule;
  readonly origin: TrafficOrigin;
  /** Values of the group-by fields, in the rule's order; none for a detection by itself. */
  readonly values: readonly string[];
  readonly firing: Firing;
}

export interface EngineCounts {
  events_seen: number;
  /** Times an event matched a rule that someone counts on. */
  events_matched: number;
  events_repeated: number;
  events_without_group: number;
  /** Behind its group by more than the rule's lateness: judged again all the same, with what is left. */
  events_late: number;
  /** So late that what is needed to judge them was forgotten. */
  events_too_late: number;
  events_dropped: number;
  /** Kept only for very late events, and let go because all groups together held too much. */
  events_forgotten_early: number;
  groups_evicted: number;
  groups_expired: number;
  shadow_hits: number;
}

export function noCounts(): EngineCounts {
  return {
    events_seen: 0,
    events_matched: 0,
    events_repeated: 0,
    events_without_group: 0,
    events_late: 0,
    events_too_late: 0,
    events_dropped: 0,
    events_forgotten_early: 0,
    groups_evicted: 0,
    groups_expired: 0,
    shadow_hits: 0,
  };
}
