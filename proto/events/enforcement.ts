import { z } from 'zod';
import { Count, EpochMs, EventId } from '../scalars.ts';

/** What changed about enforcement itself. */
export const ENFORCEMENT_KINDS = ['break_glass', 'stop', 'protection'] as const;

/**
 * Enforcement was lifted or came back, a stop began or ended, protection went blind or sees again. The shield says so by
 * its own clock; `protection` comes from the self-test.
 */
export const EnforcementChanged = z.object({
  kind: z.enum(ENFORCEMENT_KINDS),
  id: EventId,
  state: z.enum(['started', 'ended']),
  /** What was stopped: `agent mail`. */
  name: z.string().max(320).optional(),
  reason: z.string().max(500),
  by: z.string().max(128),
  until_ms: EpochMs.optional(),
  /** Calls that would have been refused while enforcement was lifted, as this shield counted them. */
  bypassed: Count.optional(),
});
export type EnforcementChanged = z.infer<typeof EnforcementChanged>;
