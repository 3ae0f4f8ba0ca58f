import { z } from 'zod';
import { Count, EpochMs, EventId } from '../scalars.ts';

/** What can be stopped. `provider` is a model's first name part, or the model's whole name. */
export const STOP_KINDS = ['agent', 'session', 'key', 'tool', 'skill', 'provider'] as const;
export const StopKind = z.enum(STOP_KINDS);
export type StopKind = z.infer<typeof StopKind>;

/** A stop that nobody ends is a policy, and belongs there. */
export const STOP_MS_MAX = 30 * 24 * 3_600_000;
export const STOP_MS_MIN = 1_000;
export const STOPS_MAX = 500;

/** Why an operator did something: read again when somebody asks later. */
export const Reason = z.string().trim().min(10).max(500);

/** One stop. It acts in both modes, and ends by the shield's own clock. */
export const Stop = z.strictObject({
  id: EventId,
  kind: StopKind,
  name: z.string().trim().min(1).max(256),
  reason: Reason,
  by: z.string().max(128),
  since_ms: EpochMs,
  until_ms: EpochMs,
});
export type Stop = z.infer<typeof Stop>;

/** All stops of the fleet that were not ended early. */
export const Containment = z.strictObject({ revision: Count, stops: z.array(Stop).max(STOPS_MAX) });
export type Containment = z.infer<typeof Containment>;
export const NO_CONTAINMENT: Containment = { revision: 0, stops: [] };
