import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareQuery } from '@clawnex/shared/store/statement.ts';
import type { Batch } from '../store/batch.ts';
import { findExchange } from './exchange.sql.ts';

/** The number of a call's exchange, a new one for a new call; marks it as dirty. */
export type NumberExchange = (callId: string, batch: Batch) => number;

export function prepareExchangeNumber(db: Database): NumberExchange {
  const find = prepareQuery(db, findExchange);
  return (callId, batch) => {
    const seq = batch.dirty.get(callId) ?? find.get({ call_id: callId })?.seq ?? batch.nextExchange();
    batch.dirty.set(callId, seq);
    return seq;
  };
}
