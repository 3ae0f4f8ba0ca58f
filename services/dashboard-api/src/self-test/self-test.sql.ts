import { defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const readSelfTestCall = defineQuery(
  z.object({ request_verdict: z.string().nullable() }),
  'SELECT request_verdict FROM exchanges WHERE call_id = :call_id',
);

/** Calls that a provider answered and the shield never saw. */
export const countUnjudged = defineQuery(
  z.object({ unjudged: z.int() }),
  `SELECT count(*) AS unjudged FROM exchanges WHERE origin = 'live' AND at_ms >= :from_ms AND at_ms < :to_ms
   AND log_status = 'success' AND request_verdict IS NULL AND response_verdict IS NULL`,
);
