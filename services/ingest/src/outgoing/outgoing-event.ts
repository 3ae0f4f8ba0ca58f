import { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { ExchangeLogged } from '@clawnex/proto/events/exchange.ts';
import { EpochMs, EventId, ForeignName } from '@clawnex/proto/scalars.ts';
import { z } from 'zod';

/** An event as it waits in the table: what ingest tells the stream. */
export const OutgoingLogged = z.strictObject({
  type: z.literal('exchange.logged'),
  id: EventId,
  time: EpochMs,
  origin: TrafficOrigin,
  session: ForeignName.optional(),
  exchange: ForeignName,
  data: ExchangeLogged,
});
export type OutgoingLogged = z.infer<typeof OutgoingLogged>;
