import { z } from 'zod';
import { Entity } from '../events/incident.ts';
import { Count, EpochMs, EventId } from '../scalars.ts';

/** Longer ones are forgotten: whoever still needs it renews it. */
export const SUPPRESSION_DAYS_MAX = 90;
export const SUPPRESSIONS_MAX = 500;

/** A narrow, ending exception: alerts it covers are counted and shown, but open and raise nothing. */
export const Suppression = z.strictObject({
  id: EventId,
  /** Rule it mutes; every rule where absent. */
  rule: z.string().min(1).max(128).optional(),
  /** Whom it mutes: never everyone. */
  entity: Entity,
  reason: z.string().min(3).max(600),
  owner: z.string().min(1).max(128),
  from_ms: EpochMs,
  until_ms: EpochMs,
});
export type Suppression = z.infer<typeof Suppression>;

export const Suppressions = z.strictObject({
  revision: Count,
  suppressions: z.array(Suppression).max(SUPPRESSIONS_MAX),
});
export type Suppressions = z.infer<typeof Suppressions>;
export const NO_SUPPRESSIONS: Suppressions = { revision: 0, suppressions: [] };
