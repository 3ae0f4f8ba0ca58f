import { z } from 'zod';
import { DaemonName } from './daemons.ts';
import { Count, EpochMs } from './scalars.ts';

/** `degraded` works with something missing (the broker away, a source unreadable) and says what in `problems`. */
export const DAEMON_STATES = ['starting', 'ready', 'degraded', 'stopping'] as const;

/** A daemon's answer to "how are you". Counters are since its start. */
export const Health = z.object({
  daemon: DaemonName,
  state: z.enum(DAEMON_STATES),
  version: z.string().max(32),
  pid: Count,
  started_at_ms: EpochMs,
  now_ms: EpochMs,
  memory_bytes: Count,
  /** Worst delay of the event loop in the last minute. */
  loop_delay_ms: z.number().min(0),
  /** Events waiting: in the spool for publishers, on the stream for consumers. Absent where it does not apply. */
  lag: Count.optional(),
  listens: z.string().max(64).optional(),
  problems: z.array(z.string().max(300)).max(20),
  last_error: z.strictObject({ at_ms: EpochMs, message: z.string().max(600) }).optional(),
  counters: z.record(z.string().max(64), z.number()),
});
export type Health = z.infer<typeof Health>;
