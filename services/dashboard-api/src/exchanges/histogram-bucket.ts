import { HISTOGRAM_BUCKETS_MAX } from '@clawnex/proto/http/dashboard/exchanges.ts';

const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Widths people can read an axis by. */
const WIDTHS_MS = [
  SECOND_MS,
  5 * SECOND_MS,
  15 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
];

export interface BucketRange {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly bucket_ms: number;
}

/**
 * The narrowest width that needs few enough buckets, and the range widened to whole buckets: each bar then counts a
 * full width, and the answer says which range that is. Beyond the widest width, whole days.
 */
export function chooseBuckets(from_ms: number, to_ms: number): BucketRange {
  for (const bucket_ms of WIDTHS_MS) {
    const range = widen(from_ms, to_ms, bucket_ms);
    if (countBuckets(range) <= HISTOGRAM_BUCKETS_MAX) return range;
  }
  // One less than the maximum: widening may add one.
  const days = Math.ceil((to_ms - from_ms) / DAY_MS / (HISTOGRAM_BUCKETS_MAX - 1));
  return widen(from_ms, to_ms, days * DAY_MS);
}

export function countBuckets(range: BucketRange): number {
  return (range.to_ms - range.from_ms) / range.bucket_ms;
}

function widen(from_ms: number, to_ms: number, bucket_ms: number): BucketRange {
  return {
    from_ms: Math.floor(from_ms / bucket_ms) * bucket_ms,
    to_ms: Math.ceil(to_ms / bucket_ms) * bucket_ms,
    bucket_ms,
  };
}
