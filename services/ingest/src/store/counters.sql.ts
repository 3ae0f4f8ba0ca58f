import { defineQuery, defineWrite } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

export const readCounters = defineQuery(
  z.object({ revision: z.int(), exchange_seq: z.int() }),
  `SELECT (SELECT value FROM counters WHERE name = 'revision') AS revision,
          (SELECT value FROM counters WHERE name = 'exchange_seq') AS exchange_seq`,
);
export const writeCounter = defineWrite('UPDATE counters SET value = :value WHERE name = :name');
