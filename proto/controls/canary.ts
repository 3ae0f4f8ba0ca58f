import { z } from 'zod';
import { Count, EpochMs, EventId } from '../scalars.ts';

export const CANARIES_MAX = 1_000;

/** A marker planted where only this agent reads it. The marker itself is made from the id and a key, and stored nowhere. */
export const Canary = z.strictObject({
  id: EventId,
  agent: z.string().trim().min(1).max(256),
  note: z.string().trim().min(3).max(200),
  by: z.string().max(128),
  created_at_ms: EpochMs,
});
export type Canary = z.infer<typeof Canary>;

export const Canaries = z.strictObject({ revision: Count, canaries: z.array(Canary).max(CANARIES_MAX) });
export type Canaries = z.infer<typeof Canaries>;
export const NO_CANARIES: Canaries = { revision: 0, canaries: [] };
