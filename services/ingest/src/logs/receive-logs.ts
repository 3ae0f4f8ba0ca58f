import { receiveLogs } from '@clawnex/proto/http/ingest.ts';
import { type MountOptions, mountRoute } from '@clawnex/shared/kernel/http/mount-route.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';
import type { DaemonContext } from '@clawnex/shared/kernel/lifecycle.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import type { Hono } from 'hono';
import { type BatchWriter, StoreUnavailable } from '../store/batch-writer.ts';
import { readEntries } from './read-entries.ts';
import { type LoggedCall, reduceRecord, type SkipReason } from './reduce-record.ts';
import { type CallOutcome, prepareCallWork } from './store-calls.ts';

export interface LogRouteOptions {
  readonly context: DaemonContext;
  readonly db: Database;
  readonly writer: BatchWriter;
  readonly mount: MountOptions<null>;
  /** Key of the marks on demo and test calls. */
  readonly tagKey: string;
  /** Called when calls were stored and their events wait to be published. */
  onStored(): void;
}

type Skipped = SkipReason | 'not_json' | 'rejected';

/** The declared route, with its body left on the wire: the handler reads it part by part. */
const { body: _body, body_bytes_max: _bytesMax, ...streamedRoute } = receiveLogs;

/**
 * LiteLLM's log callback: answers 200 when every usable record is committed, 503 when the store refuses. LiteLLM tries
 * again after 5xx only, so nothing that may pass is answered with 4xx.
 */
export function mountLogRoute(app: Hono, options: LogRouteOptions): void {
  const { context, db, writer, tagKey } = options;
  const { metrics, clock, log } = context;
  const work = prepareCallWork(context, db);
  for (const name of ['logs_stored', 'logs_repeated', 'logs_skipped']) metrics.add(name, 0);

  mountRoute(app, streamedRoute, options.mount, async (input) => {
    const counts = { stored: 0, repeated: 0, rejected: 0 };
    const skips = new Map<Skipped, number>();
    const skip = (reason: Skipped, count: number) => {
      if (count > 0) skips.set(reason, (skips.get(reason) ?? 0) + count);
    };
    const fail = await storeBody(input.context.req.raw.body, counts, skip);
    skip('rejected', counts.rejected);
    const skipped = [...skips.values()].reduce((sum, count) => sum + count, 0);
    if (skipped > 0) log.warn({ skipped: Object.fromEntries(skips) }, 'records of LiteLLM were not usable');
    metrics.add('logs_stored', counts.stored);
    metrics.add('logs_repeated', counts.repeated);
    metrics.add('logs_skipped', skipped);
    if (counts.stored > 0) options.onStored();
    if (fail !== null) return fail;
    return { ok: true, body: { stored: counts.stored, repeated: counts.repeated, skipped } };
  });

  async function storeBody(
    body: ReadableStream<Uint8Array> | null,
    counts: Record<CallOutcome, number>,
    skip: (reason: Skipped, count: number) => void,
  ): Promise<HttpFailure | null> {
    for await (const part of readEntries(body)) {
      if (!part.ok) return part;
      skip('not_json', part.unreadable);
      const calls: LoggedCall[] = [];
      for (const entry of part.entries) {
        const reduced = reduceRecord(entry, { tagKey, nowMs: clock.now() });
        if (reduced.ok) calls.push(reduced.call);
        else skip(reduced.reason, 1);
      }
      try {
        for (const outcome of await writer.write(calls, work)) counts[outcome] += 1;
      } catch (error) {
        if (error instanceof StoreUnavailable) return failure('unavailable', error.message);
        throw error;
      }
    }
    return null;
  }
}
