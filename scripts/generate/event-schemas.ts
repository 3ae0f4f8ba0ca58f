import { Envelope } from '@clawnex/proto/envelope.ts';
import { EVENT_TYPES, EVENTS } from '@clawnex/proto/events.ts';
import { z } from 'zod';

/** JSON Schema 2020-12 of the envelope and of each event's data. */
export function eventSchemas(): unknown {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'ClawNex events',
    envelope: toSchema(Envelope),
    data: Object.fromEntries(EVENT_TYPES.map((type) => [type, toSchema(EVENTS[type].data)])),
  };
}

export function toSchema(schema: z.ZodType, io: 'input' | 'output' = 'input'): Record<string, unknown> {
  const {
    $schema: _dialect,
    '~standard': _standard,
    ...rest
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
