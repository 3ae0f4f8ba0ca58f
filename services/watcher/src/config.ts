import { z } from 'zod';

/** Patterns one installation may list. */
const HOMES_MAX = 64;

/** A list in a file; in the environment, separated by commas. */
const Homes = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value),
  z.array(z.string().min(1).max(1_000)).min(1).max(HOMES_MAX),
);

export const WatcherConfig = z.object({
  /**
   * State folders of agent runtimes. `~` is this user's home; a `*` may stand in any part. Where absent: those of all
   * runtimes, of all users.
   */
  homes: Homes.optional(),
  /** How often everything is looked at without any sign from the file system, in seconds. */
  sweep_s: z.coerce.number().min(0.1).max(3_600).default(20),
  /** Share of one core that reading history may take. New lines are read at once. */
  history_cpu_percent: z.coerce.number().int().min(1).max(100).default(40),
});
export type WatcherConfig = z.infer<typeof WatcherConfig>;
