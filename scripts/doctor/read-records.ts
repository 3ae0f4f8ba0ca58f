import { setTimeout as sleep } from 'node:timers/promises';
import type { Paths } from '@clawnex/shared/kernel/paths.ts';
import { openStoreReader } from '@clawnex/shared/store/open-store.ts';
import { defineQuery, prepareQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';

/** LiteLLM flushes its records about once a second (5 s without our setting); ingest stores them at once. */
const RECORDS_DEADLINE_MS = 12_000;
const LOOK_EVERY_MS = 200;

export const CallRecords = z.object({
  request_verdict: z.string().nullable(),
  request_decision: z.string().nullable(),
  response_verdict: z.string().nullable(),
  log_status: z.string().nullable(),
});
export type CallRecords = z.infer<typeof CallRecords>;

const readCall = defineQuery(
  CallRecords,
  'SELECT request_verdict, request_decision, response_verdict, log_status FROM exchanges WHERE call_id = :call_id',
);

/** What the store holds of a call; waits until `complete` is content or the time is over. */
export async function readRecords(
  paths: Paths,
  call_id: string,
  complete: (records: CallRecords) => boolean,
): Promise<CallRecords | null> {
  const db = openStoreReader(paths);
  try {
    const query = prepareQuery(db, readCall);
    const deadline = Date.now() + RECORDS_DEADLINE_MS;
    for (;;) {
      const records = query.get({ call_id }) ?? null;
      if ((records !== null && complete(records)) || Date.now() > deadline) return records;
      await sleep(LOOK_EVERY_MS);
    }
  } finally {
    db.close();
  }
}
