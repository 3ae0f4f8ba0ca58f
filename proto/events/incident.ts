import { z } from 'zod';
import { Count, EpochMs, EventId, ForeignName } from '../scalars.ts';
import { Severity } from '../scan.ts';

export const ENTITY_KINDS = [
  'session',
  'agent',
  'instance',
  'host',
  'key',
  'tool',
  'model',
  'principal',
  'operator',
  'secret',
  'skill',
  'mcp_server',
  'domain',
  'address',
  /** A group of a rule that names none of the others: its id is `field=value, …`. */
  'group',
] as const;
export const Entity = z.object({ kind: z.enum(ENTITY_KINDS), id: ForeignName });
export type Entity = z.infer<typeof Entity>;

/** `revised`: a later event changed it. `retracted`: an event that came late showed that it did not happen. */
export const ALERT_STATES = ['raised', 'revised', 'retracted'] as const;
/** A tactic of ATLAS, by the last part of its name: `initial-access`. */
const Tactic = z.string().max(64);

/** A correlation rule fired. `alert_id` is a hash of rule, entity and the first event: the same facts give the same id. */
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
  state: z.enum(ALERT_STATES).optional(),
  /** What was counted when it was at its highest. */
  count: z.number().optional(),
  tactics: z.array(Tactic).max(16).optional(),
  risk: z.number().min(0).optional(),
  /** Which suppression keeps it out of incidents' severity; it is counted all the same. */
  suppressed_by: z.string().max(128).optional(),
  /** The steps behind it, in order of time: which event, which rule, and when. */
  steps: z
    .array(z.object({ event_id: EventId, at_ms: EpochMs, rule: z.string().max(256) }))
    .max(40)
    .optional(),
});
export type AlertRaised = z.infer<typeof AlertRaised>;

/** One line of an incident's story. */
export const TimelineEntry = z.object({
  at_ms: EpochMs,
  alert_id: EventId,
  title: z.string().max(240),
  severity: Severity,
  why: z.string().max(600),
  tactics: z.array(Tactic).max(16),
  /** Told by another alert's story, or muted: shown, not counted. */
  counts: z.boolean(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

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
  /** Rises with every change of this incident. */
  revision: Count.optional(),
  /** `gone`: its alerts were taken back or are told by another incident (`merged_into`). */
  state: z.enum(['open', 'gone']).optional(),
  merged_into: EventId.optional(),
  risk: z.number().min(0).optional(),
  tactics: z.array(Tactic).max(16).optional(),
  rules: z.array(z.string().max(128)).max(64).optional(),
  timeline: z.array(TimelineEntry).max(50).optional(),
  /** What an operator may do, as sentences. */
  actions: z.array(z.string().max(240)).max(12).optional(),
});
export type IncidentChanged = z.infer<typeof IncidentChanged>;
