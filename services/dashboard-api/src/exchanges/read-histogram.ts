import type { ExchangeFilter } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { toIso } from '@clawnex/shared/kernel/clock.ts';
import type { ReaderPool } from '@clawnex/shared/store/reader-pool.ts';
import { compileFilter } from './compile-filter.ts';
import { type BucketCount, countMinutes, countQuery } from './exchanges.sql.ts';
import { type BucketRange, countBuckets, MINUTE_MS } from './histogram-bucket.ts';

export interface HistogramBucket {
  readonly at: string;
  allow: number;
  review: number;
  block: number;
  unjudged: number;
}

/** Counts per bucket and verdict: from the per-minute roll-up where it can tell, otherwise from the rows. */
export async function readHistogram(
  pool: ReaderPool,
  filter: ExchangeFilter,
  range: BucketRange,
): Promise<HistogramBucket[]> {
  const counts = rollUpTells(filter, range)
    ? await sumMinutes(pool, filter, range)
    : await countRows(pool, filter, range);
  const buckets: HistogramBucket[] = Array.from({ length: countBuckets(range) }, (_, index) => ({
    at: toIso(range.from_ms + index * range.bucket_ms),
    allow: 0,
    review: 0,
    block: 0,
    unjudged: 0,
  }));
  for (const { at_ms, verdict, exchanges } of counts) {
    const bucket = buckets[(at_ms - range.from_ms) / range.bucket_ms];
    if (bucket !== undefined) bucket[verdict] += exchanges;
  }
  return buckets;
}

/** The roll-up knows origin, verdict and the minute. */
export function rollUpTells(filter: ExchangeFilter, range: BucketRange): boolean {
  const { from: _from, to: _to, origin: _origin, verdict: _verdict, ...beyond } = filter;
  return range.bucket_ms >= MINUTE_MS && Object.values(beyond).every((values) => (values?.length ?? 0) === 0);
}

async function sumMinutes(
  pool: ReaderPool,
  filter: ExchangeFilter,
  range: BucketRange,
): Promise<BucketCount[]> {
  const origins = new Set(filter.origin?.length ? filter.origin : (['live'] as const));
  const perOrigin = await Promise.all(
    [...origins].map((origin) =>
      pool.all(countMinutes, {
        origin,
        from_ms: range.from_ms,
        to_ms: range.to_ms,
        bucket_ms: range.bucket_ms,
      }),
    ),
  );
  const wanted: readonly string[] = filter.verdict ?? [];
  return perOrigin.flat().filter(({ verdict }) => wanted.length === 0 || wanted.includes(verdict));
}

async function countRows(
  pool: ReaderPool,
  filter: ExchangeFilter,
  range: BucketRange,
): Promise<BucketCount[]> {
  const widened = { ...filter, from: toIso(range.from_ms), to: toIso(range.to_ms) };
  const query = countQuery(compileFilter(widened, null), range.bucket_ms);
  return await pool.all(query.statement, query.parameters);
}
