import { z } from 'zod';
import { Count } from './scalars.ts';

/** Tables whose rows carry a revision from the one global counter, so that "what changed since" is an index range. */
export const LIVE_TOPICS = ['exchanges', 'scans', 'alerts', 'incidents', 'findings', 'sessions'] as const;
export const LiveTopic = z.enum(LIVE_TOPICS);
export type LiveTopic = z.infer<typeof LiveTopic>;

/** ingest committed rows up to this revision. */
export const Committed = z.strictObject({
  revision: Count,
  topics: z.array(LiveTopic).max(LIVE_TOPICS.length),
});
export type Committed = z.infer<typeof Committed>;
