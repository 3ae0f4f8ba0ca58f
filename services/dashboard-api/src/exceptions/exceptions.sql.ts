import { defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const readExceptionHits = defineQuery(
  z.object({ exception_id: z.string(), hits: z.int(), last_at_ms: z.int() }),
  'SELECT exception_id, hits, last_at_ms FROM exception_hits WHERE exception_id = :exception_id',
);
