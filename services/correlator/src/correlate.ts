import type { Suppression } from '@clawnex/proto/controls/suppression.ts';
import type { ReceivedEvent } from '@clawnex/shared/bus/consume.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { type PreparedWrite, prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Outcome } from './engine/engine.ts';
import type { GroupLimits } from './engine/group-store.ts';
import type { EngineCounts } from './engine/hit.ts';
import { readSignal } from './events/read-signal.ts';
import type { Signal } from './events/signal.ts';
import type { Alert } from './incidents/alert.ts';
import { ACTIVE_MS } from './incidents/group-alerts.ts';
import type { BookChanges } from './incidents/incident-book.ts';
import { Pipeline } from './pipeline.ts';
import { alertEvent, incidentEvent } from './publish/alert-events.ts';
import type { RuleSet } from './rules/rule.ts';
import { putRuleHits, selectRuleHits } from './state/book.sql.ts';
import { BookKeeper } from './state/book-keeper.ts';
import { GroupKeeper } from './state/group-keeper.ts';
import { insertOutgoing, putPosition, readPosition } from './state/outbox.sql.ts';
import { RecentSignals } from './status/recent-signals.ts';

export interface BatchCounts extends EngineCounts {
  alerts_raised: number;
  alerts_revised: number;
  alerts_retracted: number;
}

/** An incident this long without an alert is over, late alerts included. */
const INCIDENT_OVER_MS = 3 * ACTIVE_MS;
/** An alert that only grows is told again when it has doubled, and with the next tick. */
const GROWTH_TOLD = 2;

/**
 * Applies rules to batches of events. A batch's whole effect is one transaction: window state, alerts on their way out,
 * incidents and the stream position happened together or not at all. The engine's memory is a copy of the database:
 * when a transaction fails, the copy is made anew.
 */
export class Correlation {
  readonly recent = new RecentSignals();
  readonly #db: Database;
  #rules: RuleSet;
  readonly #limits: GroupLimits | undefined;
  readonly #groups: GroupKeeper;
  readonly #books: BookKeeper;
  readonly #insertOutgoing: PreparedWrite;
  readonly #putPosition: PreparedWrite;
  readonly #putRuleHits: PreparedWrite;
  readonly #readPosition;
  readonly #selectRuleHits;
  #pipeline: Pipeline;
  #suppressions: readonly Suppression[] = [];
  #sequence = 0;
  #dropped: ReadonlyMap<string, number> = new Map();
  /** Alerts as last told: their count and their incident. Those that grew since wait in `#growing`. */
  readonly #told = new Map<string, { count: number; incident_id: string }>();
  readonly #growing = new Map<string, Alert>();

  constructor(db: Database, rules: RuleSet, limits?: GroupLimits) {
    this.#db = db;
    this.#rules = rules;
    this.#limits = limits;
    this.#groups = new GroupKeeper(db);
    this.#books = new BookKeeper(db);
    this.#insertOutgoing = prepareWrite(db, insertOutgoing);
    this.#putPosition = prepareWrite(db, putPosition);
    this.#putRuleHits = prepareWrite(db, putRuleHits);
    this.#readPosition = prepareQuery(db, readPosition);
    this.#selectRuleHits = prepareQuery(db, selectRuleHits);
    this.#pipeline = this.#load();
  }

  get pipeline(): Pipeline {
    return this.#pipeline;
  }

  suppress(suppressions: readonly Suppression[]): void {
    this.#suppressions = suppressions;
    this.#pipeline.suppressions = suppressions;
  }

  /**
   * Takes a batch from the stream. Events that were applied before change nothing: what keeps them out is their id,
   * because the broker may offer an older batch after a newer one.
   */
  apply(events: readonly ReceivedEvent[], now_ms: number): BatchCounts {
    // What the correlator itself says is no signal: a rule over alerts is a correlation over correlations.
    const signals = events
      .filter((event) => event.type !== 'alert.raised' && event.type !== 'incident.changed')
      .map(readSignal);
    this.recent.add(signals);
    const sequence = events.at(-1)?.sequence ?? this.#sequence;
    return { ...this.applySignals(signals, now_ms, sequence), events_seen: events.length };
  }

  applySignals(signals: readonly Signal[], now_ms: number, sequence = this.#sequence): BatchCounts {
    return this.#commit(
      () => {
        this.#sequence = sequence;
        return this.#pipeline.engine.apply(signals, now_ms);
      },
      now_ms,
      false,
    );
  }

  /** Puts other rules in force. Windows of rules that mean the same go on; how many others were dropped, by rule. */
  useRules(rules: RuleSet): ReadonlyMap<string, number> {
    this.#rules = rules;
    this.#pipeline = this.#load();
    return this.#dropped;
  }

  /** Times each rule matched, and when it last did. */
  ruleHits(): Map<string, { matched: number; last_ms: number }> {
    return new Map(this.#selectRuleHits.all().map(({ rule, ...hits }) => [rule, hits]));
  }

  /** Makes the memory anew from the database, after someone else changed it. */
  reload(): void {
    this.#pipeline = this.#load();
  }

  /** Time passed: what was waited for did not come, and alerts that grew are told. */
  tick(now_ms: number): BatchCounts {
    return this.#commit(() => this.#pipeline.engine.tick(now_ms), now_ms, true);
  }

  #commit(work: () => Outcome, now_ms: number, ticking: boolean): BatchCounts {
    try {
      return this.#db.transaction(() => this.#keep(work(), now_ms, ticking)).immediate();
    } catch (error) {
      this.#pipeline = this.#load();
      throw error;
    }
  }

  #keep(outcome: Outcome, now_ms: number, ticking: boolean): BatchCounts {
    const { book, engine } = this.#pipeline;
    const hits = outcome.hits.filter(
      (hit) =>
        hit.change !== 'raised' || book.alerts.has(hit.alert_id) || !this.#books.wasRaised(hit.alert_id),
    );
    const changes = this.#pipeline.file(hits);
    this.#groups.save(outcome);
    this.#books.save(changes);
    this.#tell(changes, ticking);
    for (const [rule, matched] of outcome.matched)
      this.#putRuleHits({ rule, matched, last_ms: Math.min(engine.watermark.reached_ms, now_ms) });
    if (ticking) {
      const over = book.forgetBefore(engine.watermark.reached_ms - INCIDENT_OVER_MS);
      for (const incident of over) for (const alert_id of incident.alert_ids) this.#told.delete(alert_id);
      this.#books.forget(over, now_ms);
    }
    this.#putPosition({ sequence: this.#sequence, reached_ms: engine.watermark.reached_ms });
    const { raised, revised, retracted } = changes;
    return {
      ...outcome.counts,
      alerts_raised: raised.length,
      alerts_revised: revised.length,
      alerts_retracted: retracted.length,
    };
  }

  /** Puts what changed into the outbox. */
  #tell({ raised, revised, retracted, incidents, gone }: BookChanges, ticking: boolean): void {
    const { book } = this.#pipeline;
    const told = new Set<string>();
    const tell = (alert: Alert, state: 'raised' | 'revised') => {
      told.add(alert.alert_id);
      const incident_id = book.incidentOf(alert.alert_id) ?? alert.alert_id;
      this.#told.set(alert.alert_id, { count: alert.count, incident_id });
      this.#growing.delete(alert.alert_id);
      this.#send(alertEvent(alert, incident_id, state));
    };
    for (const alert of raised) tell(alert, 'raised');
    for (const alert of revised) {
      if (alert.count >= (this.#told.get(alert.alert_id)?.count ?? 0) * GROWTH_TOLD) tell(alert, 'revised');
      else this.#growing.set(alert.alert_id, alert);
    }
    if (ticking) for (const alert of [...this.#growing.values()]) tell(alert, 'revised');
    for (const alert of retracted) {
      const incident_id = this.#told.get(alert.alert_id)?.incident_id ?? alert.alert_id;
      this.#told.delete(alert.alert_id);
      this.#growing.delete(alert.alert_id);
      this.#send(alertEvent(alert, incident_id, 'retracted'));
    }
    // Incidents that merged or split take their alerts with them.
    for (const incident of incidents) {
      for (const alert_id of incident.alert_ids) {
        const alert = book.alerts.get(alert_id);
        const before = this.#told.get(alert_id)?.incident_id ?? incident.incident_id;
        if (alert !== undefined && before !== incident.incident_id) tell(alert, 'revised');
      }
    }
    const grown = retracted.length === 0 && gone.length === 0;
    const worth = incidents.filter(
      (incident) => !grown || incident.alert_ids.some((alert_id) => told.has(alert_id)),
    );
    const changed = new Map(worth.map((incident) => [incident.incident_id, incident]));
    for (const alert_id of told) {
      const incident = book.incidents.get(book.incidentOf(alert_id) ?? '');
      if (incident !== undefined) changed.set(incident.incident_id, incident);
    }
    for (const incident of changed.values()) this.#send(incidentEvent(incident));
    for (const { incident, merged_into } of gone) this.#send(incidentEvent(incident, merged_into, true));
  }

  #send(event: OutgoingEvent): void {
    this.#insertOutgoing({ origin: event.origin ?? 'live', event: JSON.stringify(event) });
  }

  #load(): Pipeline {
    const pipeline = new Pipeline(this.#rules, this.#limits, true);
    const position = this.#readPosition.get();
    this.#sequence = position?.sequence ?? 0;
    pipeline.engine.watermark.restore(position?.reached_ms ?? 0);
    this.#dropped = this.#groups.load(pipeline.engine);
    this.#books.load(pipeline.book);
    this.#told.clear();
    this.#growing.clear();
    for (const [alert_id, alert] of pipeline.book.alerts) {
      // What grew before a restart is told with the first tick.
      this.#told.set(alert_id, {
        count: alert.count,
        incident_id: pipeline.book.incidentOf(alert_id) ?? alert_id,
      });
      this.#growing.set(alert_id, alert);
    }
    pipeline.suppressions = this.#suppressions;
    return pipeline;
  }
}
