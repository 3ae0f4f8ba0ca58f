import type { SEVERITIES } from '@clawnex/proto/scan.ts';
import { z } from 'zod';
import { FIELD_NAMES } from '../events/signal.ts';
import { TimeSpan } from './time-span.ts';

const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;

/** Sigma's levels as our severities. */
export const LEVEL_SEVERITY: Readonly<Record<(typeof LEVELS)[number], (typeof SEVERITIES)[number]>> = {
  informational: 'info',
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
};

/** Longest sentence an alert may carry, less what names in it may add. */
const WHY_LENGTH_MAX = 300;

const Name = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,99}$/, 'is not a rule name: use lower-case letters, digits, _ and -');

/** Metadata of the Sigma specification 2.1 that both kinds of document share. */
const metadata = {
  title: z.string().min(1).max(200),
  id: z.uuid(),
  name: Name,
  status: z.enum(['stable', 'test', 'experimental', 'deprecated', 'unsupported']).optional(),
  level: z.enum(LEVELS),
  description: z.string().optional(),
  references: z.array(z.string()).optional(),
  author: z.string().optional(),
  date: z.string().optional(),
  modified: z.string().optional(),
  tags: z.array(z.string()).optional(),
  falsepositives: z.array(z.string()).optional(),
};

const Value = z.union([z.string(), z.number(), z.boolean()]);
const FieldMap = z.record(z.string(), z.union([Value, z.array(Value).min(1)]));
export type FieldMap = z.infer<typeof FieldMap>;

export const DetectionDocument = z.strictObject({
  ...metadata,
  logsource: z.strictObject({
    product: z.string().optional(),
    category: z.string().optional(),
    service: z.string().optional(),
    definition: z.string().optional(),
  }),
  detection: z
    .object({ condition: z.string().min(1).max(1_000) })
    .catchall(z.union([FieldMap, z.array(FieldMap).min(1)])),
});
export type DetectionDocument = z.infer<typeof DetectionDocument>;

export const CorrelationDocument = z.strictObject({
  ...metadata,
  correlation: z.strictObject({
    type: z.literal('event_count', 'is not supported: only event_count is'),
    rules: z.array(Name).min(1),
    'group-by': z.array(z.enum(FIELD_NAMES)).min(1),
    timespan: TimeSpan,
    /** Fewer than or exactly so many would need to know that nothing more will come. */
    condition: z.strictObject({ gte: z.int().min(1).max(200) }),
  }),
  fleet: z.strictObject({
    count_once_by: z.enum(FIELD_NAMES).optional(),
    lateness: TimeSpan.optional(),
    why: z.string().min(1).max(WHY_LENGTH_MAX),
  }),
});
export type CorrelationDocument = z.infer<typeof CorrelationDocument>;
