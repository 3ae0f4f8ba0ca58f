import { z } from 'zod';
import { TrafficOrigin } from './decision.ts';
import { EpochMs, EventId, ForeignName, SubjectToken } from './scalars.ts';

/** Rises only when a field changes its meaning; added fields keep it. Consumers dead-letter what they do not know. */
export const ENVELOPE_VERSION = 1;

/** Attribute names after CloudEvents 1.0; `data` belongs to `type` (see `events.ts`). */
export const Envelope = z.object({
  v: z.literal(ENVELOPE_VERSION),
  id: EventId,
  /** Daemon that published it. */
  source: z.string().max(64),
  type: z.string().max(64),
  /** When the fact happened, by the source's clock. */
  time: EpochMs,
  host: SubjectToken,
  /** Live work, the scripted demo, or a self-test. Only `live` counts. */
  origin: TrafficOrigin.default('live'),
  instance: ForeignName.optional(),
  agent: ForeignName.optional(),
  session: ForeignName.optional(),
  /** LiteLLM's call id. */
  exchange: ForeignName.optional(),
  data: z.unknown(),
});
export type Envelope = z.infer<typeof Envelope>;
