import type { ExchangeFilter, ExchangeRow } from '@clawnex/proto/http/dashboard/exchanges.ts';

/** The API's filter on rows in memory. */
export function selectRows(rows: readonly ExchangeRow[], filter: ExchangeFilter): ExchangeRow[] {
  const from = filter.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(filter.from);
  const to = filter.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(filter.to);
  const any = (wanted: readonly string[] | undefined, values: readonly (string | null)[]) =>
    wanted === undefined ||
    wanted.length === 0 ||
    values.some((value) => value !== null && wanted.includes(value));
  return rows.filter((row) => {
    const at = Date.parse(row.at);
    return (
      at >= from &&
      at < to &&
      any(filter.verdict, [row.verdict]) &&
      any(filter.decision, [row.decision]) &&
      any(filter.category, row.categories) &&
      any(filter.rule, row.rules) &&
      any(filter.model, [row.model]) &&
      any(filter.agent, [row.agent]) &&
      any(filter.session, [row.session]) &&
      any(filter.key, [row.key_alias]) &&
      any(filter.host, [row.host]) &&
      any(filter.origin ?? ['live'], [row.origin])
    );
  });
}

const BUCKETS = 96;

export function countBuckets(rows: readonly ExchangeRow[], from: string, to: string) {
  const start = Date.parse(from);
  const size = Math.max(1_000, Math.ceil((Date.parse(to) - start) / BUCKETS / 1_000) * 1_000);
  const first = Math.floor(start / size) * size;
  const count = Math.ceil((Date.parse(to) - first) / size);
  const buckets = Array.from({ length: count }, (_, index) => ({
    at: new Date(first + index * size).toISOString(),
    allow: 0,
    review: 0,
    block: 0,
    unjudged: 0,
  }));
  for (const row of rows) {
    const bucket = buckets[Math.floor((Date.parse(row.at) - first) / size)];
    if (bucket !== undefined) bucket[row.verdict ?? 'unjudged'] += 1;
  }
  return { from, to, bucket_ms: size, buckets, read_at: new Date().toISOString() };
}
