import { z } from 'zod';
import type { DaemonName } from './daemons.ts';
import { Policy } from './policy.ts';
import { Count } from './scalars.ts';

interface BucketDefinition {
  readonly writer: DaemonName;
  readonly readers: readonly DaemonName[];
  readonly history: number;
  readonly bytes: number;
}

/** Key-value buckets. One writer each; the broker enforces it. */
export const BUCKETS = {
  clawnex_config: {
    writer: 'dashboard-api',
    readers: ['shield', 'ingest', 'watcher', 'correlator', 'trust-audit', 'host-scanner'],
    history: 5,
    bytes: 16 * 1024 ** 2,
  },
  clawnex_cursors: { writer: 'watcher', readers: [], history: 1, bytes: 64 * 1024 ** 2 },
} as const satisfies Record<string, BucketDefinition>;
export type BucketName = keyof typeof BUCKETS;

/** Keys of `clawnex_config` with their schemas. */
export const CONFIG_KEYS = { policy: Policy } as const;
export type ConfigKey = keyof typeof CONFIG_KEYS;

/**
 * Position of the watcher in one source, key = hash of the source's identity.
 * `offset` is a byte offset (files) or the last sequence (databases); `identity` tells a new file under an old name.
 */
export const Cursor = z.strictObject({
  identity: z.string().max(256),
  offset: Count,
  path: z.string().max(4_096),
});
export type Cursor = z.infer<typeof Cursor>;
