import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { type PreparedWrite, prepareWrite } from '@clawnex/shared/store/statement.ts';
import { readSignal } from './events/read-signal.ts';
import type { Signal } from './events/signal.ts';
import { alertEvents } from './incidents/alert-events.ts';
import { describeAlert } from './incidents/describe-alert.ts';
import { IncidentBook, type NewAlert } from './incidents/incident-book.ts';
import type { CorrelationRule } from './rules/rule.ts';
import { deleteAlertsBefore } from './state/incidents.sql.ts';
import { insertOutgoing, putPosition } from './state/outbox.sql.ts';
import { type Firing, findFirings, slotOf } from './windows/find-firings.ts';
import { entityOf, groupKeyOf } from './windows/group-key.ts';
import { type Group, WindowState } from './windows/window-state.ts';

/** Far beyond what the stream keeps: an alert remembered this long cannot be raised again by a repeat. */
const ALERTS_KEPT_MS = 90 * 24 * 3_600_000;

export interface BatchCounts {
  events_seen: number;
  events_matched: number;
  events_repeated: number;
  events_without_group: number;
  events_late: number;
  events_dropped: number;
  groups_evicted: number;
  alerts_raised: number;
}

/** Applies rules to batches of events. A batch's whole effect is one transaction: it happened or it did not. */
export class Correlation {
  readonly #rules: readonly CorrelationRule[];
  readonly #windows: WindowState;
  readonly #incidents: IncidentBook;
  readonly #insertOutgoing: PreparedWrite;
  readonly #putPosition: PreparedWrite;
  readonly #deleteAlertsBefore: PreparedWrite;
  readonly #apply: (events: readonly ReceivedEvent[], now_ms: number) => BatchCounts;

  constructor(db: Database, rules: readonly CorrelationRule[]) {
    this.#rules = rules;
    this.#windows = new WindowState(db);
    this.#incidents = new IncidentBook(db);
    this.#insertOutgoing = prepareWrite(db, insertOutgoing);
    this.#putPosition = prepareWrite(db, putPosition);
    this.#deleteAlertsBefore = prepareWrite(db, deleteAlertsBefore);
    this.#apply = db.transaction((events: readonly ReceivedEvent[], now_ms: number) =>
      this.#takeAll(events, now_ms),
    ).immediate;
  }

  /**
   * Window state, alerts on their way out and the stream position, committed together. Events that were applied before
   * change nothing: what keeps them out is their id, because the broker may offer an older batch after a newer one.
   */
  apply(events: readonly ReceivedEvent[], now_ms: number): BatchCounts {
    return this.#apply(events, now_ms);
  }

  #takeAll(events: readonly ReceivedEvent[], now_ms: number): BatchCounts {
    const counts: BatchCounts = {
      events_seen: events.length,
      events_matched: 0,
      events_repeated: 0,
      events_without_group: 0,
      events_late: 0,
      events_dropped: 0,
      groups_evicted: 0,
      alerts_raised: 0,
    };
    for (const event of events) {
      const signal = readSignal(event);
      for (const rule of this.#rules) {
        if (rule.matches(signal.fields)) this.#take(rule, signal, now_ms, counts);
      }
    }
    if (counts.events_matched > 0) {
      counts.groups_evicted = this.#windows.evictGroups();
      this.#deleteAlertsBefore({ before_ms: now_ms - ALERTS_KEPT_MS });
    }
    const last = events.at(-1);
    if (last !== undefined) this.#putPosition({ sequence: last.sequence });
    return counts;
  }

  #take(rule: CorrelationRule, signal: Signal, now_ms: number, counts: BatchCounts): void {
    counts.events_matched += 1;
    const groupKey = groupKeyOf(rule.group_by, signal.fields);
    if (groupKey === null) {
      counts.events_without_group += 1;
      return;
    }
    const added = this.#windows.add(rule, groupKey, signal, now_ms);
    if (added.outcome === 'repeated') {
      counts.events_repeated += 1;
      return;
    }
    if (added.late) counts.events_late += 1;
    counts.events_dropped += added.dropped;
    // The event ends its own window and lies in those of events up to one time span after it: two slots at most.
    const end_ms = Math.min(signal.time_ms + rule.timespan_ms, added.group.latest_ms);
    const slots = [signal.time_ms, end_ms].map((at) => slotOf(at, rule.timespan_ms));
    const alertIdOf = (slot_ms: number) => contentId(rule.name, signal.origin, groupKey, slot_ms);
    if (!slots.every((slot_ms) => this.#incidents.hasAlert(alertIdOf(slot_ms)))) {
      const points = this.#windows.pointsBetween(added.group, signal.time_ms - rule.timespan_ms, end_ms);
      for (const firing of findFirings(points, rule, signal.time_ms)) {
        const alert_id = alertIdOf(firing.slot_ms);
        if (this.#incidents.hasAlert(alert_id)) continue;
        this.#raise(alert_id, rule, signal, firing, added.group);
        counts.alerts_raised += 1;
      }
    }
    this.#windows.trim(rule, groupKey, signal.origin);
  }

  #raise(alert_id: string, rule: CorrelationRule, signal: Signal, firing: Firing, group: Group): void {
    const first = firing.members[0];
    const last = firing.members.at(-1);
    if (first === undefined || last === undefined) return;
    const { context } = group;
    const alert: NewAlert = {
      alert_id,
      origin: signal.origin,
      host: context.host ?? 'unknown',
      entity: entityOf(rule.group_by, signal.fields),
      title: rule.title,
      severity: rule.severity,
      why: describeAlert(rule.why, { context, count: firing.distinct, timespan_ms: rule.timespan_ms }),
      first_at_ms: first.time_ms,
      last_at_ms: last.time_ms,
    };
    const incident = this.#incidents.file(alert);
    for (const event of alertEvents(rule, alert, incident, firing, context)) {
      this.#insertOutgoing({ origin: signal.origin, event: JSON.stringify(event) });
    }
  }
}
