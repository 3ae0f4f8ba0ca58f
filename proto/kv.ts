import { z } from 'zod';
import { BreakGlass, NO_BREAK_GLASS } from './controls/break-glass.ts';
import { Canaries, NO_CANARIES } from './controls/canary.ts';
import { CorrelationRules, NO_CORRELATION_RULES } from './controls/correlation-rules.ts';
import { Exceptions, NO_EXCEPTIONS } from './controls/exception.ts';
import { NO_OWN_RULES, OwnRules } from './controls/own-rules.ts';
import { NO_REVIEWS, Reviews } from './controls/review.ts';
import { Containment, NO_CONTAINMENT } from './controls/stop.ts';
import { NO_SUPPRESSIONS, Suppressions } from './controls/suppression.ts';
import type { DaemonName } from './daemons.ts';
import { DEFAULT_POLICY, Policy } from './policy.ts';
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
export const CONFIG_KEYS = {
  policy: Policy,
  exceptions: Exceptions,
  containment: Containment,
  reviews: Reviews,
  break_glass: BreakGlass,
  own_rules: OwnRules,
  canaries: Canaries,
  correlation_rules: CorrelationRules,
  suppressions: Suppressions,
} as const;
export type ConfigKey = keyof typeof CONFIG_KEYS;
export type ConfigValue<K extends ConfigKey> = z.infer<(typeof CONFIG_KEYS)[K]>;

/** In force until dashboard-api has published anything. */
export const CONFIG_DEFAULTS: { readonly [K in ConfigKey]: ConfigValue<K> } = {
  policy: DEFAULT_POLICY,
  exceptions: NO_EXCEPTIONS,
  containment: NO_CONTAINMENT,
  reviews: NO_REVIEWS,
  break_glass: NO_BREAK_GLASS,
  own_rules: NO_OWN_RULES,
  canaries: NO_CANARIES,
  correlation_rules: NO_CORRELATION_RULES,
  suppressions: NO_SUPPRESSIONS,
};

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
