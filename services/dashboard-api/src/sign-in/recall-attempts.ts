import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';
import { listSignInAttempts } from './operators.sql.ts';
import { FORGET_MS, type Throttle } from './throttle.ts';

const Detail = z.object({ address: z.string() });

/** Tells the throttle what the audit trail remembers: a restart does not give an attacker a fresh start. */
export function recallAttempts(db: Database, throttle: Throttle, nowMs: number): void {
  for (const attempt of prepareQuery(db, listSignInAttempts).all({ since_ms: nowMs - FORGET_MS })) {
    const detail = Detail.safeParse(JSON.parse(attempt.detail_json));
    if (!detail.success) continue;
    const account = attempt.target.slice(attempt.target.indexOf(':') + 1);
    throttle.recall(account, detail.data.address, attempt.at_ms);
    if (attempt.action === 'signed_in') throttle.succeeded(account, detail.data.address);
  }
}
