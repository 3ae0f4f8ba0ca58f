import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import type { Entity } from '@clawnex/proto/events/incident.ts';
import { SEVERITIES, type Severity } from '@clawnex/proto/scan.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { type PreparedWrite, prepareQuery, prepareWrite } from '@clawnex/shared/store/statement.ts';
import * as sql from '../state/incidents.sql.ts';
import { shorten } from './describe-alert.ts';

/** An alert joins the incident of its entity that was active within this time before or after it. */
const ACTIVE_MS = 24 * 3_600_000;

export interface NewAlert {
  readonly alert_id: string;
  readonly origin: TrafficOrigin;
  readonly host: string;
  readonly entity: Entity;
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly first_at_ms: number;
  readonly last_at_ms: number;
}

/** Alerts that were raised and the incidents they belong to. Runs inside the caller's transaction. */
export class IncidentBook {
  readonly #findAlert;
  readonly #insertAlert: PreparedWrite;
  readonly #findActive;
  readonly #nextOrdinal;
  readonly #putIncident: PreparedWrite;

  constructor(db: Database) {
    this.#findAlert = prepareQuery(db, sql.findAlert);
    this.#insertAlert = prepareWrite(db, sql.insertAlert);
    this.#findActive = prepareQuery(db, sql.findActiveIncident);
    this.#nextOrdinal = prepareQuery(db, sql.nextOrdinal);
    this.#putIncident = prepareWrite(db, sql.putIncident);
  }

  hasAlert(alert_id: string): boolean {
    return this.#findAlert.get({ alert_id }) !== undefined;
  }

  /** Records the alert and returns its incident as it now is. */
  file(alert: NewAlert): sql.Incident {
    const { alert_id, origin, host, entity } = alert;
    const of = { origin, host, entity_kind: entity.kind, entity_id: entity.id };
    const active = this.#findActive.get({
      ...of,
      active_from_ms: alert.first_at_ms - ACTIVE_MS,
      active_to_ms: alert.last_at_ms + ACTIVE_MS,
    });
    const incident = active === undefined ? this.#open(alert, of) : join(active, alert);
    this.#putIncident(incident);
    this.#insertAlert({ alert_id, origin, raised_at_ms: alert.last_at_ms });
    return incident;
  }

  /**
   * The id counts an entity's incidents instead of naming a time: so it is the same whichever of an incident's alerts
   * was seen first.
   */
  #open(
    alert: NewAlert,
    of: Pick<sql.Incident, 'origin' | 'host' | 'entity_kind' | 'entity_id'>,
  ): sql.Incident {
    const ordinal = this.#nextOrdinal.get(of)?.ordinal ?? 1;
    return {
      ...of,
      ordinal,
      incident_id: contentId('incident', of.origin, of.host, of.entity_kind, of.entity_id, ordinal),
      title: `${alert.title}: ${alert.entity.kind} ${shorten(alert.entity.id)}`,
      severity: alert.severity,
      why: alert.why,
      first_at_ms: alert.first_at_ms,
      last_at_ms: alert.last_at_ms,
      alert_count: 1,
    };
  }
}

function join(incident: sql.Incident, alert: NewAlert): sql.Incident {
  const worse = SEVERITIES.indexOf(alert.severity) > SEVERITIES.indexOf(incident.severity);
  return {
    ...incident,
    severity: worse ? alert.severity : incident.severity,
    why: worse ? alert.why : incident.why,
    first_at_ms: Math.min(incident.first_at_ms, alert.first_at_ms),
    last_at_ms: Math.max(incident.last_at_ms, alert.last_at_ms),
    alert_count: incident.alert_count + 1,
  };
}
