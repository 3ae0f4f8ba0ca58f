import { z } from 'zod';
import { EventId } from '../scalars.ts';

/** What is different from the run before: findings that came and went, and ways of outsiders that were not there. */
export const TrustChanged = z.object({
  snapshot_id: EventId,
  before_snapshot_id: EventId,
  appeared: z.array(EventId).max(500),
  gone: z.array(EventId).max(500),
  /** New ways, hop by hop. */
  new_ways: z.array(z.string().max(1_200)).max(20),
  highest_risk_before: z.number().min(0).max(100),
  highest_risk_after: z.number().min(0).max(100),
});
export type TrustChanged = z.infer<typeof TrustChanged>;
