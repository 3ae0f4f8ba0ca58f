import { defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

/** Calls, not judgements: prompt and answer of one call are one. */
export const countBypassed = defineQuery(
  z.object({ bypassed: z.int() }),
  'SELECT count(DISTINCT exchange) AS bypassed FROM judgements WHERE break_glass_id = :break_glass_id',
);
