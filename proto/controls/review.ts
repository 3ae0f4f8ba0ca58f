import { z } from 'zod';
import { Count, EpochMs, EventId, ForeignName, Sha256 } from '../scalars.ts';
import { Reason } from './stop.ts';

/** The agent's next tries fit into an hour; a day leaves room for one that runs at night. */
export const APPROVAL_MS_DEFAULT = 3_600_000;
export const APPROVAL_MS_MAX = 24 * 3_600_000;
/** All of them are one message on the bus, of at most 1 MiB; the oldest go first. */
export const REVIEWS_MAX = 200;

/** What an operator decided about a held call. Approved: exactly these blocks pass, for the caller who sent them, until then. */
export const Review = z.strictObject({
  /** Id of the held judgement's evidence, as the refusal quotes it. */
  review_id: EventId,
  verdict: z.enum(['approved', 'rejected']),
  hashes: z.array(Sha256).max(64),
  key_hash: ForeignName.optional(),
  session: ForeignName.optional(),
  by: z.string().max(128),
  reason: Reason,
  at_ms: EpochMs,
  until_ms: EpochMs,
});
export type Review = z.infer<typeof Review>;

export const Reviews = z.strictObject({ revision: Count, reviews: z.array(Review).max(REVIEWS_MAX) });
export type Reviews = z.infer<typeof Reviews>;
export const NO_REVIEWS: Reviews = { revision: 0, reviews: [] };
