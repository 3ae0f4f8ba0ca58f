import { openStoreReader } from '@clawnex/shared/store/open-store.ts';
import { defineQuery, prepareQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';
import type { TestSuite } from '../suite/start-suite.ts';
import { until } from '../suite/until.ts';

const StoredJudgement = z.object({
  side: z.string(),
  verdict: z.string(),
  decision: z.string(),
  reason: z.string().nullable(),
});
export type StoredJudgement = z.infer<typeof StoredJudgement>;

const StoredRecord = z.object({
  status: z.string(),
  error_class: z.string().nullable(),
  error_code: z.string().nullable(),
});

const StoredFacts = z.object({
  log_status: z.string().nullable(),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  cost_microusd: z.int().nullable(),
  cost_trust: z.string().nullable(),
  session: z.string().nullable(),
});

const OF_CALL = 'WHERE exchange = (SELECT seq FROM exchanges WHERE call_id = :call_id)';
const judgementsOf = defineQuery(
  StoredJudgement,
  `SELECT side, verdict, decision, reason FROM judgements ${OF_CALL} ORDER BY at_ms, seq`,
);
const recordsOf = defineQuery(
  StoredRecord,
  `SELECT status, error_class, error_code FROM log_records ${OF_CALL} ORDER BY status`,
);
const factsOf = defineQuery(
  StoredFacts,
  `SELECT ${Object.keys(StoredFacts.shape).join(', ')} FROM exchanges WHERE call_id = :call_id`,
);

/** Everything the store holds of one call. */
export interface Evidence {
  readonly facts: z.infer<typeof StoredFacts>;
  readonly judgements: readonly StoredJudgement[];
  readonly records: readonly z.infer<typeof StoredRecord>[];
}

/** The evidence of a call once `complete` is content with it. */
export async function readEvidence(
  suite: TestSuite,
  call_id: string,
  complete: (evidence: Evidence) => boolean,
  deadline_ms?: number,
): Promise<Evidence> {
  const db = openStoreReader(suite.paths);
  try {
    const [facts, judgements, records] = [
      prepareQuery(db, factsOf),
      prepareQuery(db, judgementsOf),
      prepareQuery(db, recordsOf),
    ];
    return await until(
      `the evidence of ${call_id} is whole`,
      () => {
        const row = facts.get({ call_id });
        if (row === undefined) return null;
        const evidence = {
          facts: row,
          judgements: judgements.all({ call_id }),
          records: records.all({ call_id }),
        };
        return complete(evidence) ? evidence : null;
      },
      deadline_ms,
    );
  } finally {
    db.close();
  }
}
