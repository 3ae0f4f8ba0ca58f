import { SEVERITIES, type Severity } from '@clawnex/proto/scan.ts';
import { z } from 'zod';
import { FleetSection } from './fleet-section.ts';
import { TimeSpan } from './time-span.ts';

const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;
type Level = (typeof LEVELS)[number];

/** Where a rule says no level, its alert is worth a look and no more. */
const LEVEL_DEFAULT: Level = 'medium';

/** Sigma's levels as our severities: the same five, in the same order. */
export function severityOf(level: Level = LEVEL_DEFAULT): Severity {
  return SEVERITIES[LEVELS.indexOf(level)] ?? 'medium';
}

const Texts = z.union([z.string(), z.array(z.union([z.string(), z.number()]))]);

/**
 * Metadata of the Sigma specification 2.1. Other keys are Sigma's custom attributes and stay unread; only those under
 * `fleet` are ours, and there every key is checked.
 */
const metadata = {
  title: z.string().min(1).max(256).optional(),
  id: z.string().min(1).max(128).optional(),
  name: z.string().min(1).max(256).optional(),
  status: z.enum(['stable', 'test', 'experimental', 'deprecated', 'unsupported']).optional(),
  level: z.enum(LEVELS).optional(),
  description: z.string().optional(),
  references: Texts.nullish(),
  tags: z.array(z.string()).nullish(),
  falsepositives: Texts.nullish(),
  fleet: FleetSection.optional(),
};

const LogSource = z.looseObject({
  product: z.string().optional(),
  category: z.string().optional(),
  service: z.string().optional(),
});
export type LogSource = z.infer<typeof LogSource>;

export const DetectionDocument = z.looseObject({
  ...metadata,
  logsource: LogSource.optional(),
  detection: z.record(z.string(), z.unknown()),
});
export type DetectionDocument = z.infer<typeof DetectionDocument>;

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
] as const;
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

const Names = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((names) => (typeof names === 'string' ? [names] : names));

const Limits = z.strictObject({
  gt: z.number().optional(),
  gte: z.number().optional(),
  lt: z.number().optional(),
  lte: z.number().optional(),
  eq: z.number().optional(),
  neq: z.number().optional(),
  field: Names.optional(),
  percentile: z.number().min(0).max(100).optional(),
});
export type Limits = z.infer<typeof Limits>;

export const CorrelationDocument = z.looseObject({
  ...metadata,
  generate: z.boolean().optional(),
  correlation: z.strictObject({
    type: z.string().transform((type, context): CorrelationType => {
      const known = CORRELATION_TYPES.find((each) => each === type);
      if (known !== undefined) return known;
      context.addIssue({
        code: 'custom',
        message: `"${type}" is not supported: types are ${CORRELATION_TYPES.join(', ')}`,
      });
      return z.NEVER;
    }),
    rules: Names,
    'group-by': Names.nullish(),
    timespan: TimeSpan,
    condition: z
      .union(
        [z.string().min(1).max(1_000), Limits],
        'is neither a map of limits such as "gte: 3" nor an expression over rule names',
      )
      .optional(),
    aliases: z.record(z.string(), z.record(z.string(), z.string())).optional(),
    generate: z.boolean().optional(),
  }),
});
export type CorrelationDocument = z.infer<typeof CorrelationDocument>;

export const FilterDocument = z.looseObject({
  ...metadata,
  logsource: LogSource.optional(),
  filter: z.looseObject({ rules: Names.nullish() }),
});
export type FilterDocument = z.infer<typeof FilterDocument>;
