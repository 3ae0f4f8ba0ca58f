import { z } from 'zod';
import { Count } from '../scalars.ts';

/** Something an operator should know about a daemon itself: a full spool, a bad config kept out, a source it cannot read. */
export const DaemonNoticed = z.object({
  code: z.enum(['spool_dropped', 'config_rejected', 'source_unreadable', 'dead_lettered']),
  message: z.string().max(600),
  count: Count,
});
export type DaemonNoticed = z.infer<typeof DaemonNoticed>;
