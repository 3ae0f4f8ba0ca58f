import type { TrafficOrigin } from '@clawnex/proto/decision.ts';

/** Names a rule may use for what an event says. */
export const FIELD_NAMES = [
  'type',
  'source',
  'host',
  'instance',
  'agent',
  'session',
  'exchange',
  'signal',
  'side',
  'verdict',
  'decision',
  'score',
  'model',
  'key',
  'tool',
  'block_origin',
] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

export function isFieldName(name: string): name is FieldName {
  const names: readonly string[] = FIELD_NAMES;
  return names.includes(name);
}

export type FieldValue = string | number | boolean;
export type Fields = Readonly<Partial<Record<FieldName, FieldValue>>>;

/** An event as rules see it. */
export interface Signal {
  readonly id: string;
  readonly time_ms: number;
  readonly origin: TrafficOrigin;
  readonly fields: Fields;
}
