import { readExchangeHistogram } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { fromIso, toIso } from '@clawnex/shared/kernel/clock.ts';
import { mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure } from '@clawnex/shared/kernel/http/result.ts';
import type { Hono } from 'hono';
import type { Api } from '../api.ts';
import { chooseBuckets } from '../exchanges/histogram-bucket.ts';
import { readHistogram } from '../exchanges/read-histogram.ts';
import { readOrFail } from '../store/read-failure.ts';

/** Where ISO times with four-digit years end; a bar may not begin beyond it. */
const TIME_MS_MAX = Date.UTC(9999, 0, 1);

export function mountReadExchangeHistogram(app: Hono, api: Api): void {
  mountRoute(app, readExchangeHistogram, api.operators, async ({ query }) => {
    const [from_ms, to_ms] = [fromIso(query.from), fromIso(query.to)];
    if (from_ms >= to_ms) return failure('bad_request', 'query.to: it must be after `from`.', 'query.to');
    if (from_ms < 0 || to_ms > TIME_MS_MAX) {
      return failure('bad_request', 'query.from: use times between 1970 and 9998.', 'query.from');
    }
    const range = chooseBuckets(from_ms, to_ms);
    const buckets = await readOrFail(readHistogram(api.pool, query, range));
    if (!buckets.ok) return buckets;
    return {
      ok: true,
      body: {
        from: toIso(range.from_ms),
        to: toIso(range.to_ms),
        bucket_ms: range.bucket_ms,
        buckets: buckets.value,
        read_at: toIso(api.clock.now()),
      },
    };
  });
}
