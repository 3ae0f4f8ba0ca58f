import type { AlertRaised, Entity, IncidentChanged } from '@clawnex/proto/events/incident.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { contentId } from '@clawnex/shared/kernel/ids.ts';
import type { CorrelationRule } from '../rules/rule.ts';
import type { Context } from '../state/context.ts';
import type { Incident } from '../state/incidents.sql.ts';
import type { Firing } from '../windows/find-firings.ts';
import type { NewAlert } from './incident-book.ts';

/** Evidence an alert may carry; of more, the latest are kept. */
const EVIDENCE_EVENTS_MAX = 200;

/** The two events by which an alert leaves. Both ids follow from the facts: publishing again changes nothing. */
export function alertEvents(
  rule: CorrelationRule,
  alert: NewAlert,
  incident: Incident,
  firing: Firing,
  context: Context,
): OutgoingEvent[] {
  const { alert_id, origin, entity, title, severity, why, first_at_ms, last_at_ms } = alert;
  const about = {
    origin,
    time: last_at_ms,
    ...(context.instance === undefined ? {} : { instance: context.instance }),
    ...(context.agent === undefined ? {} : { agent: context.agent }),
    ...(context.session === undefined ? {} : { session: context.session }),
  };
  const raised: AlertRaised = {
    alert_id,
    incident_id: incident.incident_id,
    rule: rule.name,
    title,
    severity,
    why,
    entity,
    first_at_ms,
    last_at_ms,
    events: firing.members.slice(-EVIDENCE_EVENTS_MAX).map((member) => member.event_id),
  };
  const changed: IncidentChanged = {
    incident_id: incident.incident_id,
    title: incident.title,
    severity: incident.severity,
    why: incident.why,
    entities: entitiesOf(entity, context),
    first_at_ms: incident.first_at_ms,
    last_at_ms: incident.last_at_ms,
    alert_count: incident.alert_count,
  };
  return [
    { type: 'alert.raised', id: contentId('alert.raised', alert_id), data: raised, ...about },
    {
      type: 'incident.changed',
      id: contentId('incident.changed', incident.incident_id, alert_id),
      data: changed,
      ...about,
    },
  ];
}

/** The entity itself first, then those it belongs to. */
function entitiesOf(entity: Entity, context: Context): Entity[] {
  const { agent, instance, host, key } = context;
  const entities = [entity];
  const add = (kind: Entity['kind'], id: string | undefined) => {
    if (id !== undefined && kind !== entity.kind) entities.push({ kind, id });
  };
  add('agent', agent);
  add('key', key);
  add('instance', instance);
  add('host', host);
  return entities;
}
