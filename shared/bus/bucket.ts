import type { BucketName } from '@clawnex/proto/kv.ts';
import type { NatsConnection } from 'nats';
import { z } from 'zod';
import { askJetStream, describeFailure, type JetStreamFailure } from './ask-jetstream.ts';

const ANSWER_DEADLINE_MS = 5_000;
const Stored = z.object({ stream: z.string(), seq: z.int() });

/** Keys are one subject token each. */
const KEY = /^[A-Za-z0-9_-]{1,128}$/;

/** The last value of a key, or null where it has none. Reads straight from the stream, without a consumer. */
export async function readBucket(
  connection: NatsConnection,
  bucket: BucketName,
  key: string,
): Promise<
  { readonly ok: true; readonly value: { text: string; revision: number } | null } | JetStreamFailure
> {
  const subject = `$JS.API.DIRECT.GET.KV_${bucket}.${keySubject(bucket, key)}`;
  try {
    const message = await connection.request(subject, '', { timeout: ANSWER_DEADLINE_MS });
    const code = message.headers?.code ?? 0;
    if (code === 404) return { ok: true, value: null };
    if (code >= 400) {
      return {
        ok: false,
        code: 'failed',
        err_code: code,
        message: `${subject}: ${message.headers?.description}`,
      };
    }
    // The broker adds its own headers to those stored. Two streams named: what is stored is the broker's answer to
    // someone who named this key as the place to answer to, and so wrote where they have no right to write.
    const streams = message.headers?.values('Nats-Stream') ?? [];
    if (streams.length !== 1) {
      return {
        ok: false,
        code: 'forged',
        err_code: 0,
        message: `${key} in ${bucket} was not put there by its writer.`,
      };
    }
    const revision = Number(message.headers?.get('Nats-Sequence') ?? '0');
    return { ok: true, value: { text: message.string(), revision } };
  } catch (error) {
    return describeFailure(error, subject);
  }
}

/** Puts a value and returns its revision. Only the bucket's writer may. */
export async function writeBucket(
  connection: NatsConnection,
  bucket: BucketName,
  key: string,
  value: unknown,
): Promise<{ readonly ok: true; readonly revision: number } | JetStreamFailure> {
  const stored = await askJetStream(connection, keySubject(bucket, key), value, Stored);
  return stored.ok ? { ok: true, revision: stored.value.seq } : stored;
}

function keySubject(bucket: BucketName, key: string): string {
  if (!KEY.test(key)) throw new TypeError(`"${key}" cannot be a key of ${bucket}`);
  return `$KV.${bucket}.${key}`;
}
