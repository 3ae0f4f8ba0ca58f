import type { Alert } from './alert.ts';
import { ACTIVE_MS, compareAlerts, groupAlerts, SHARED_BY_MAX } from './group-alerts.ts';
import type { Incident } from './incident.ts';
import { summariseIncident } from './summarise-incident.ts';

/** What became of alerts and incidents. */
export interface BookChanges {
  readonly raised: readonly Alert[];
  readonly revised: readonly Alert[];
  readonly retracted: readonly Alert[];
  readonly incidents: readonly Incident[];
  /** Incidents whose alerts went: taken back, or told by another one. */
  readonly gone: readonly { readonly incident: Incident; readonly merged_into: string | null }[];
}

export interface AlertChange {
  readonly change: 'raised' | 'revised' | 'retracted';
  readonly alert: Alert;
}

/** Alerts and the incidents they are parts of. Incidents follow from the alerts alone, whatever the order. */
export class IncidentBook {
  readonly alerts = new Map<string, Alert>();
  readonly incidents = new Map<string, Incident>();
  readonly #incidentOf = new Map<string, string>();
  /** Incidents by the entities that join their alerts. */
  readonly #byLink = new Map<string, Set<string>>();

  incidentOf(alert_id: string): string | undefined {
    return this.#incidentOf.get(alert_id);
  }

  /** Puts stored alerts and incidents back. */
  restore(alerts: Iterable<Alert>, incidents: Iterable<Incident>): void {
    for (const alert of alerts) this.alerts.set(alert.alert_id, alert);
    for (const incident of incidents) this.#put(incident);
  }

  take(changes: readonly AlertChange[]): BookChanges {
    const raised = new Map<string, Alert>();
    const revised = new Map<string, Alert>();
    const retracted = new Map<string, Alert>();
    const touched = new Map<string, Alert>();
    const old = new Set<string>();
    for (const { change, alert } of changes) {
      const known = this.alerts.get(alert.alert_id);
      for (const incident_id of this.#neighbours(alert)) old.add(incident_id);
      if (known !== undefined) for (const incident_id of this.#neighbours(known)) old.add(incident_id);
      const own = this.#incidentOf.get(alert.alert_id);
      if (own !== undefined) old.add(own);
      if (change === 'retracted') {
        if (known !== undefined && !raised.delete(alert.alert_id)) retracted.set(alert.alert_id, known);
        revised.delete(alert.alert_id);
        touched.delete(alert.alert_id);
        this.alerts.delete(alert.alert_id);
        continue;
      }
      // The same alert again, as when a batch is offered twice, changes nothing.
      if (known !== undefined && JSON.stringify(known) === JSON.stringify(alert)) continue;
      this.alerts.set(alert.alert_id, alert);
      touched.set(alert.alert_id, alert);
      if (known === undefined && !retracted.delete(alert.alert_id)) raised.set(alert.alert_id, alert);
      else if (raised.has(alert.alert_id)) raised.set(alert.alert_id, alert);
      else revised.set(alert.alert_id, alert);
    }
    if (touched.size === 0 && retracted.size === 0)
      return { raised: [], revised: [], retracted: [], incidents: [], gone: [] };
    return {
      raised: [...raised.values()],
      revised: [...revised.values()],
      retracted: [...retracted.values()],
      ...this.#regroup(old, touched),
    };
  }

  /** Forgets incidents that no later alert can join. */
  forgetBefore(time_ms: number): Incident[] {
    const over = [...this.incidents.values()].filter((incident) => incident.last_at_ms < time_ms);
    for (const incident of over) {
      this.#drop(incident);
      for (const alert_id of incident.alert_ids) {
        this.alerts.delete(alert_id);
        this.#incidentOf.delete(alert_id);
      }
    }
    return over;
  }

  #neighbours(alert: Alert): string[] {
    const found = new Set<string>();
    for (const link of alert.links) {
      const sharing = this.#byLink.get(`${alert.origin} ${link}`);
      // So many different ones share it already that it joins nobody.
      if (sharing === undefined || sharing.size > SHARED_BY_MAX) continue;
      for (const incident_id of sharing) {
        const incident = this.incidents.get(incident_id);
        if (incident === undefined) continue;
        if (
          incident.last_at_ms + ACTIVE_MS >= alert.first_at_ms &&
          incident.first_at_ms - ACTIVE_MS <= alert.last_at_ms
        )
          found.add(incident_id);
      }
    }
    return [...found];
  }

  #regroup(
    old: ReadonlySet<string>,
    touched: ReadonlyMap<string, Alert>,
  ): Pick<BookChanges, 'incidents' | 'gone'> {
    const before = [...old].flatMap((id) => this.incidents.get(id) ?? []);
    const pool = new Map(touched);
    for (const incident of before) {
      for (const alert_id of incident.alert_ids) {
        const alert = this.alerts.get(alert_id);
        if (alert !== undefined) pool.set(alert_id, alert);
      }
      this.#drop(incident);
    }
    const incidents: Incident[] = [];
    for (const alerts of groupAlerts(pool.values())) {
      const bare = summariseIncident(alerts.sort(compareAlerts), 0);
      const known = before.find((incident) => incident.incident_id === bare.incident_id);
      const incident = { ...bare, revision: (known?.revision ?? 0) + 1 };
      const same =
        known !== undefined &&
        JSON.stringify({ ...known, revision: 0 }) === JSON.stringify({ ...incident, revision: 0 });
      this.#put(same ? known : incident);
      if (!same) incidents.push(incident);
    }
    const gone = before
      .filter((incident) => !this.incidents.has(incident.incident_id))
      .map((incident) => {
        const survivor = incident.alert_ids.flatMap((id) =>
          this.alerts.has(id) ? (this.#incidentOf.get(id) ?? []) : [],
        )[0];
        for (const id of incident.alert_ids) if (!this.alerts.has(id)) this.#incidentOf.delete(id);
        return { incident, merged_into: survivor ?? null };
      });
    return { incidents, gone };
  }

  #put(incident: Incident): void {
    this.incidents.set(incident.incident_id, incident);
    for (const alert_id of incident.alert_ids) {
      this.#incidentOf.set(alert_id, incident.incident_id);
      for (const key of this.#linksOf(alert_id)) {
        const ids = this.#byLink.get(key);
        if (ids === undefined) this.#byLink.set(key, new Set([incident.incident_id]));
        else ids.add(incident.incident_id);
      }
    }
  }

  #drop(incident: Incident): void {
    this.incidents.delete(incident.incident_id);
    for (const alert_id of incident.alert_ids) {
      for (const key of this.#linksOf(alert_id)) {
        const ids = this.#byLink.get(key);
        ids?.delete(incident.incident_id);
        if (ids?.size === 0) this.#byLink.delete(key);
      }
    }
  }

  #linksOf(alert_id: string): string[] {
    const alert = this.alerts.get(alert_id);
    return alert?.links.map((link) => `${alert.origin} ${link}`) ?? [];
  }
}
