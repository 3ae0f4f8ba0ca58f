import { ENTITY_KINDS, type Entity } from '@clawnex/proto/events/incident.ts';
import type { FieldName, Fields } from '../events/signal.ts';

/** The values of the group-by fields, or null when one is unknown: such an event belongs to no group. */
export function groupKeyOf(groupBy: readonly FieldName[], fields: Fields): string | null {
  const values = groupBy.map((name) => fields[name]);
  return values.includes(undefined) ? null : JSON.stringify(values);
}

/** Whom a group is about: the last group-by field that names an entity, such as the session of [host, session]. */
export function entityOf(groupBy: readonly FieldName[], fields: Fields): Entity {
  for (const name of groupBy.toReversed()) {
    const kind = ENTITY_KINDS.find((each) => each === name);
    const value = fields[name];
    if (kind !== undefined && value !== undefined) return { kind, id: String(value) };
  }
  return { kind: 'host', id: String(fields.host ?? 'unknown') };
}
