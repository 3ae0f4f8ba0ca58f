import { defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const readEvidence = defineQuery(
  z.object({ seq: z.int(), call_id: z.string(), decision: z.string(), blocks_json: z.string() }),
  `SELECT j.seq, e.call_id, j.decision, j.blocks_json
   FROM exchanges e JOIN judgements j ON j.exchange = e.seq
   WHERE e.origin = 'live' AND e.at_ms >= :from_ms ORDER BY e.at_ms DESC LIMIT :limit`,
);
