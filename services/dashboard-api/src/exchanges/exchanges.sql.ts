import { defineQuery, type SqlParameters, type Statement } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';
import type { Arm, CompiledFilter } from './compile-filter.ts';
import { EXCHANGE_COLUMNS, StoredExchange } from './exchange-row.ts';

/** A statement made for one request, with its values. */
export interface BoundQuery<Row extends z.ZodType> {
  readonly statement: Statement<Row>;
  readonly parameters: SqlParameters;
}

export const readRevision = defineQuery(
  z.object({ value: z.int() }),
  "SELECT value FROM counters WHERE name = 'revision'",
);

export const listChanged = defineQuery(
  StoredExchange,
  `SELECT ${EXCHANGE_COLUMNS} FROM exchanges e WHERE e.revision > :after ORDER BY e.revision LIMIT :limit`,
);

export const findExchange = defineQuery(
  StoredExchange,
  `SELECT ${EXCHANGE_COLUMNS} FROM exchanges e WHERE e.call_id = :call_id`,
);

/** A page, newest first: SQLite merges the arms, each already in order, and stops at the limit. */
export function pageQuery(filter: CompiledFilter, limit: number): BoundQuery<typeof StoredExchange> {
  const arms = filter.arms.map((arm) => `SELECT ${columnsOf(arm)} FROM ${arm.from} WHERE ${arm.where}`);
  const sql = `${arms.join('\nUNION ALL\n')}\nORDER BY at_ms DESC, seq DESC LIMIT :limit`;
  return { statement: defineQuery(StoredExchange, sql), parameters: { ...filter.parameters, limit } };
}

/** The columns an arm is ordered by come from the table that leads it: the planner then knows that they are in order. */
function columnsOf(arm: Arm): string {
  return EXCHANGE_COLUMNS.replace('e.seq', `${arm.seq} AS seq`).replace('e.at_ms', `${arm.at} AS at_ms`);
}

/** Exchanges of one bucket with one verdict; a null verdict is one not judged. */
const BucketCount = z.object({
  at_ms: z.int(),
  verdict: z.enum(['allow', 'review', 'block', 'unjudged']),
  exchanges: z.int(),
});
export type BucketCount = z.infer<typeof BucketCount>;

/** Counts the rows themselves: for filters that the roll-up does not know and for buckets under a minute. */
export function countQuery(filter: CompiledFilter, bucket_ms: number): BoundQuery<typeof BucketCount> {
  const arms = filter.arms.map(
    (arm) => `SELECT ${arm.at} AS at_ms, e.verdict AS verdict FROM ${arm.from} WHERE ${arm.where}`,
  );
  const sql = `SELECT at_ms - at_ms % :bucket_ms AS at_ms, coalesce(verdict, 'unjudged') AS verdict, count(*) AS exchanges
    FROM (${arms.join('\nUNION ALL\n')}) GROUP BY 1, 2`;
  return { statement: defineQuery(BucketCount, sql), parameters: { ...filter.parameters, bucket_ms } };
}

/** Sums the per-minute roll-up of one traffic origin. */
export const countMinutes = defineQuery(
  BucketCount,
  `SELECT minute_ms - minute_ms % :bucket_ms AS at_ms, verdict, sum(exchanges) AS exchanges
   FROM exchange_minutes WHERE origin = :origin AND minute_ms >= :from_ms AND minute_ms < :to_ms
   GROUP BY 1, 2`,
);
