import type { Database } from '@clawnex/shared/store/database.ts';
import { type PreparedWrite, prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import type { Alert } from '../incidents/alert.ts';
import type { Incident } from '../incidents/incident.ts';
import type { BookChanges, IncidentBook } from '../incidents/incident-book.ts';
import * as sql from './book.sql.ts';

/** Far beyond what the stream keeps: an alert remembered this long cannot be raised again by a repeat. */
const RAISED_KEPT_MS = 90 * 24 * 3_600_000;

/** Writes what became of alerts and incidents, and reads them back at start. */
export class BookKeeper {
  readonly #selectAlerts;
  readonly #selectIncidents;
  readonly #findRaised;
  readonly #putAlert: PreparedWrite;
  readonly #putIncident: PreparedWrite;
  readonly #deleteAlert: PreparedWrite;
  readonly #deleteIncident: PreparedWrite;
  readonly #insertRaised: PreparedWrite;
  readonly #deleteRaised: PreparedWrite;
  readonly #deleteRaisedBefore: PreparedWrite;

  constructor(db: Database) {
    this.#selectAlerts = prepareQuery(db, sql.selectAlerts);
    this.#selectIncidents = prepareQuery(db, sql.selectIncidents);
    this.#findRaised = prepareQuery(db, sql.findRaised);
    this.#putAlert = prepareWrite(db, sql.putAlert);
    this.#putIncident = prepareWrite(db, sql.putIncident);
    this.#deleteAlert = prepareWrite(db, sql.deleteAlert);
    this.#deleteIncident = prepareWrite(db, sql.deleteIncident);
    this.#insertRaised = prepareWrite(db, sql.insertRaised);
    this.#deleteRaised = prepareWrite(db, sql.deleteRaised);
    this.#deleteRaisedBefore = prepareWrite(db, sql.deleteRaisedBefore);
  }

  load(book: IncidentBook): void {
    // Both were written by this daemon from these very types.
    const alerts = this.#selectAlerts.all().map(({ body }) => body as Alert);
    const incidents = this.#selectIncidents.all().map(({ body }) => body as Incident);
    book.restore(alerts, incidents);
  }

  wasRaised(alert_id: string): boolean {
    return this.#findRaised.get({ alert_id }) !== undefined;
  }

  save(changes: BookChanges): void {
    for (const alert of [...changes.raised, ...changes.revised]) {
      const { alert_id, origin, at_ms } = alert;
      this.#putAlert({ alert_id, origin, body: JSON.stringify(alert) });
      this.#insertRaised({ alert_id, origin, at_ms });
    }
    for (const { alert_id } of changes.retracted) {
      this.#deleteAlert({ alert_id });
      this.#deleteRaised({ alert_id });
    }
    for (const incident of changes.incidents) {
      const { incident_id, origin } = incident;
      this.#putIncident({ incident_id, origin, body: JSON.stringify(incident) });
    }
    for (const { incident } of changes.gone) this.#deleteIncident({ incident_id: incident.incident_id });
  }

  /** Incidents that no later alert can join leave; that their alerts were raised is remembered far longer. */
  forget(over: readonly Incident[], now_ms: number): void {
    for (const incident of over) {
      this.#deleteIncident({ incident_id: incident.incident_id });
      for (const alert_id of incident.alert_ids) this.#deleteAlert({ alert_id });
    }
    this.#deleteRaisedBefore({ before_ms: now_ms - RAISED_KEPT_MS });
  }
}
