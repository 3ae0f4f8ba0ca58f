import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsConnection } from 'nats';
import type { Bus } from './connect.ts';
import { encodeEnvelope, makeEnvelope, type OutgoingEvent } from './make-event.ts';
import { type PublishAnswer, publishEvent } from './publish-event.ts';
import { waitConnected } from './wait-connected.ts';

/** Sent together; the next lot goes when all of these are acknowledged. */
const LOT_EVENTS = 64;
const RETRY_MS_MIN = 50;
const RETRY_MS_MAX = 2_000;

/** The stream will never take this event: it is larger than the broker allows. */
export class PublishRefused extends Error {
  override readonly name = 'PublishRefused' as const;
}

interface Prepared {
  readonly envelope: ReturnType<typeof makeEnvelope>;
  readonly payload: Uint8Array;
}

/**
 * Publishes in order and resolves when the stream has acknowledged all. Waits while the broker is away, sends again what
 * was not acknowledged (ids keep it single). Rejects with the signal's reason, or with `PublishRefused`.
 */
export async function publishConfirmed(
  bus: Bus,
  context: { readonly host: string; readonly name: string },
  events: readonly OutgoingEvent[],
  signal?: AbortSignal,
): Promise<void> {
  const prepared = events.map((event): Prepared => {
    const envelope = makeEnvelope(event, { host: context.host, source: context.name });
    return { envelope, payload: Buffer.from(encodeEnvelope(envelope)) };
  });
  let confirmed = 0;
  let retryMs = RETRY_MS_MIN;
  // One alone after a failure: were the broker to refuse one and take the next, their order would be lost.
  let lotSize = 1;
  while (confirmed < prepared.length) {
    const connection = await waitConnected(bus, signal);
    const lot = prepared.slice(confirmed, confirmed + lotSize);
    const { count, failure } = await sendLot(connection, lot);
    confirmed += count;
    if (failure === null) {
      lotSize = LOT_EVENTS;
      retryMs = RETRY_MS_MIN;
      signal?.throwIfAborted();
      continue;
    }
    if (failure.code === 'never') throw new PublishRefused(failure.message);
    lotSize = 1;
    await sleep(retryMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    signal?.throwIfAborted();
    retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
  }
}

/** How many from the start were acknowledged, and the first failure. */
async function sendLot(
  connection: NatsConnection,
  lot: readonly Prepared[],
): Promise<{ count: number; failure: Extract<PublishAnswer, { ok: false }> | null }> {
  const answers = await Promise.all(
    lot.map(({ envelope, payload }) => publishEvent(connection, envelope, payload)),
  );
  for (const [count, answer] of answers.entries()) if (!answer.ok) return { count, failure: answer };
  return { count: lot.length, failure: null };
}
