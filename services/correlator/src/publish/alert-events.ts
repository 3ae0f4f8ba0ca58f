import type { AlertRaised, IncidentChanged } from '@clawnex/proto/events/incident.ts';
import { EventId } from '@clawnex/proto/scalars.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { contentId, sha256 } from '@clawnex/shared/kernel/ids.ts';
import type { Alert } from '../incidents/alert.ts';
import type { Incident } from '../incidents/incident.ts';

const EVENTS_MAX = 200;

/** The event by which an alert leaves. Its id follows from what it says: publishing again changes nothing. */
export function alertEvent(alert: Alert, incident_id: string, state: AlertRaised['state']): OutgoingEvent {
  const data: AlertRaised = {
    alert_id: alert.alert_id,
    incident_id,
    rule: alert.rule.slice(0, 128),
    title: alert.title.slice(0, 240),
    severity: alert.severity,
    why: alert.why,
    entity: alert.entity,
    first_at_ms: alert.first_at_ms,
    last_at_ms: Math.max(alert.first_at_ms, alert.last_at_ms),
    events: alert.events.filter((id) => EventId.safeParse(id).success).slice(0, EVENTS_MAX),
    state,
    count: alert.count,
    tactics: [...alert.tactics],
    risk: alert.risk,
    steps: alert.steps
      .filter(({ event_id }) => EventId.safeParse(event_id).success)
      .map((step) => ({ ...step, rule: step.rule.slice(0, 256) })),
    ...(alert.suppressed_by === null ? {} : { suppressed_by: alert.suppressed_by }),
  };
  const id = contentId('alert.raised', alert.alert_id, sha256(JSON.stringify(data)));
  return {
    type: 'alert.raised',
    id,
    data,
    origin: alert.origin,
    time: alert.at_ms,
    ...namesOf(alert.entities),
  };
}

export function incidentEvent(
  incident: Incident,
  merged_into: string | null = null,
  gone = false,
): OutgoingEvent {
  const { alert_ids, origin, host, ...facts } = incident;
  const data: IncidentChanged = {
    ...facts,
    ...(gone ? { state: 'gone', revision: incident.revision + 1 } : {}),
    ...(merged_into === null ? {} : { merged_into }),
  };
  const id = contentId(
    'incident.changed',
    incident.incident_id,
    sha256(JSON.stringify([alert_ids.length, data])),
  );
  return {
    type: 'incident.changed',
    id,
    data,
    origin,
    time: incident.last_at_ms,
    ...namesOf(incident.entities),
  };
}

function namesOf(entities: readonly { kind: string; id: string }[]): {
  session?: string;
  agent?: string;
  instance?: string;
} {
  const named = (kind: string) => entities.find((entity) => entity.kind === kind)?.id;
  const [session, agent, instance] = [named('session'), named('agent'), named('instance')];
  return {
    ...(session === undefined ? {} : { session }),
    ...(agent === undefined ? {} : { agent }),
    ...(instance === undefined ? {} : { instance }),
  };
}
