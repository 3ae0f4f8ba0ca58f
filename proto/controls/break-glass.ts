import { z } from 'zod';
import { Count, EpochMs, EventId } from '../scalars.ts';
import { Reason } from './stop.ts';

export const BREAK_GLASS_MS_MIN = 15 * 60_000;
export const BREAK_GLASS_MS_MAX = 4 * 3_600_000;
/** What has to be typed, so that no click alone lifts enforcement. */
export const BREAK_GLASS_WORDS = 'lift enforcement';
/** A request for a second operator that nobody answers is forgotten. */
export const BREAK_GLASS_PENDING_MS = 15 * 60_000;

/** Enforcement is lifted until then; scanning goes on. */
export const Lifting = z.strictObject({
  id: EventId,
  reason: Reason,
  by: z.string().max(128),
  /** The other operator, where the policy wants two. */
  confirmed_by: z.string().max(128).nullable(),
  duration_ms: z.int().min(BREAK_GLASS_MS_MIN).max(BREAK_GLASS_MS_MAX),
  asked_at_ms: EpochMs,
  /** Null while a second operator is awaited: nothing is lifted yet. */
  since_ms: EpochMs.nullable(),
  until_ms: EpochMs.nullable(),
});
export type Lifting = z.infer<typeof Lifting>;

export const BreakGlass = z.strictObject({ revision: Count, lifting: Lifting.nullable() });
export type BreakGlass = z.infer<typeof BreakGlass>;
export const NO_BREAK_GLASS: BreakGlass = { revision: 0, lifting: null };
