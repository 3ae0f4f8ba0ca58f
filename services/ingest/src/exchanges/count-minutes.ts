import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import type { Verdict } from '@clawnex/proto/scan.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import { addToMinute, dropEmptyMinute, takeFromMinute } from './exchange.sql.ts';

const MINUTE_MS = 60_000;

/** Where an exchange is counted. */
interface Counted {
  readonly origin: TrafficOrigin;
  readonly at_ms: number;
  readonly verdict: Verdict | null;
}

export interface MinuteCounts {
  add(counted: Counted): void;
  remove(counted: Counted): void;
}

/** Keeps `exchange_minutes` equal to a count over `exchanges`: call it in the transaction that changes the row. */
export function prepareMinuteCounts(db: Database): MinuteCounts {
  const add = prepareWrite(db, addToMinute);
  const take = prepareWrite(db, takeFromMinute);
  const drop = prepareWrite(db, dropEmptyMinute);
  return {
    add: (counted) => {
      add(minuteOf(counted));
    },
    remove: (counted) => {
      take(minuteOf(counted));
      drop(minuteOf(counted));
    },
  };
}

function minuteOf({ origin, at_ms, verdict }: Counted) {
  return { origin, minute_ms: at_ms - (at_ms % MINUTE_MS), verdict: verdict ?? 'unjudged' };
}
