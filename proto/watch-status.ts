import { z } from 'zod';
import { SCAN_SOURCES } from './events/scan.ts';
import { Count, EpochMs, ForeignName } from './scalars.ts';

/** Progress over all sources of a unit. */
const Progress = z.strictObject({
  total: Count,
  done: Count,
  /** Null while too little was read to tell. */
  per_second: Count.nullable(),
  left_s: Count.nullable(),
});

/** One session log or database that is followed. */
export const WatchedSource = z.strictObject({
  runtime: z.string().max(32),
  log_source: z.enum(SCAN_SOURCES),
  instance: ForeignName,
  agent: ForeignName,
  path: z.string().max(1_024),
  unit: z.enum(['bytes', 'rows']),
  /** In its unit; null while nothing was read of it. */
  total: Count.nullable(),
  done: Count.nullable(),
  modified_ms: EpochMs,
});
export type WatchedSource = z.infer<typeof WatchedSource>;

/** What the watcher watches, how far it was read, and what cannot be. */
export const WatchStatus = z.strictObject({
  sources_total: Count,
  /** The latest changed ones. */
  sources: z.array(WatchedSource).max(500),
  unreadable: z.array(z.strictObject({ path: z.string().max(1_024), message: z.string().max(600) })).max(500),
  bytes: Progress,
  rows: Progress,
  /** A rescan under way. */
  rescan: z.strictObject({ since_ms: EpochMs, sources: Count, sources_left: Count }).nullable(),
});
export type WatchStatus = z.infer<typeof WatchStatus>;
