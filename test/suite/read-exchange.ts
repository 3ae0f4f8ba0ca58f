import { openStoreReader } from '@clawnex/shared/store/open-store.ts';
import { defineQuery, prepareQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';
import type { TestSuite } from './start-suite.ts';
import { until } from './until.ts';

const StoredExchange = z.object({
  call_id: z.string(),
  origin: z.string(),
  verdict: z.string().nullable(),
  decision: z.string().nullable(),
  request_verdict: z.string().nullable(),
  request_decision: z.string().nullable(),
  response_verdict: z.string().nullable(),
  response_decision: z.string().nullable(),
  log_status: z.string().nullable(),
  rules_json: z.string(),
});
export type StoredExchange = z.infer<typeof StoredExchange>;

const COLUMNS = Object.keys(StoredExchange.shape).join(', ');
const byCall = defineQuery(StoredExchange, `SELECT ${COLUMNS} FROM exchanges WHERE call_id = :call_id`);

/** The stored row of a call once `complete` is content with it. */
export async function readExchange(
  suite: TestSuite,
  call_id: string,
  complete: (row: StoredExchange) => boolean = () => true,
): Promise<StoredExchange> {
  const db = openStoreReader(suite.paths);
  try {
    const query = prepareQuery(db, byCall);
    return await until(`exchange ${call_id} is stored whole`, () => {
      const row = query.get({ call_id });
      return row !== undefined && complete(row) ? row : null;
    });
  } finally {
    db.close();
  }
}
