import { z } from 'zod';
import { Count, EpochMs, EventId, ForeignName } from '../scalars.ts';
import { Severity } from '../scan.ts';

export const ENTITY_KINDS = ['session', 'agent', 'instance', 'host', 'key', 'tool', 'model'] as const;
export const Entity = z.object({ kind: z.enum(ENTITY_KINDS), id: ForeignName });
export type Entity = z.infer<typeof Entity>;

/** A correlation rule fired. `alert_id` is a hash of rule, entity and window start: the same facts give the same id. */
export const AlertRaised = z.object({
  alert_id: EventId,
  incident_id: EventId,
  rule: z.string().max(128),
  title: z.string().max(240),
  severity: Severity,
  /** One sentence: what happened, to whom. */
  why: z.string().max(600),
  entity: Entity,
  first_at_ms: EpochMs,
  last_at_ms: EpochMs,
  /** Ids of the events that made it fire. */
  events: z.array(EventId).max(200),
});
export type AlertRaised = z.infer<typeof AlertRaised>;

/** The machine's part of an incident, as of now: a later event with the same id replaces it. */
export const IncidentChanged = z.object({
  incident_id: EventId,
  title: z.string().max(240),
  severity: Severity,
  why: z.string().max(600),
  entities: z.array(Entity).max(64),
  first_at_ms: EpochMs,
  last_at_ms: EpochMs,
  alert_count: Count,
});
export type IncidentChanged = z.infer<typeof IncidentChanged>;
