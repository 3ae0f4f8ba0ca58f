import { defineQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

const HeldRow = z.object({
  review_id: z.string(),
  tries: z.int(),
  first_at_ms: z.int(),
  last_at_ms: z.int(),
  agent: z.string().nullable(),
  session: z.string().nullable(),
  model: z.string().nullable(),
  score: z.int(),
  call_id: z.string(),
  caller_json: z.string(),
  blocks_json: z.string(),
  settled_json: z.string().nullable(),
});
export type HeldRow = z.infer<typeof HeldRow>;

/** With bare columns beside max(), SQLite takes them from the row of the maximum: the last try. */
const COLUMNS = `j.review_id, count(*) AS tries, min(j.at_ms) AS first_at_ms, max(j.at_ms) AS last_at_ms, j.agent, j.session,
  j.model, j.score, e.call_id, j.caller_json, j.blocks_json, j.settled_json
  FROM judgements j JOIN exchanges e ON e.seq = j.exchange`;

export const listHeld = defineQuery(
  HeldRow,
  `SELECT ${COLUMNS} WHERE j.review_id IS NOT NULL AND j.decision = 'held' AND j.at_ms >= :from_ms
   GROUP BY j.review_id ORDER BY last_at_ms DESC LIMIT :limit`,
);

export const readHeld = defineQuery(
  HeldRow,
  `SELECT ${COLUMNS} WHERE j.review_id = :review_id AND j.decision = 'held' GROUP BY j.review_id`,
);
