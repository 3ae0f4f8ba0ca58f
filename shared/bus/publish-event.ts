import type { Envelope } from '@clawnex/proto/envelope.ts';
import { isEventType } from '@clawnex/proto/events.ts';
import { EVENT_STREAM, eventSubject } from '@clawnex/proto/subjects.ts';
import { headers, type NatsConnection } from 'nats';
import { z } from 'zod';
import { describeFailure, JETSTREAM_ERRORS } from './ask-jetstream.ts';
import { ENCODING_HEADER, PACKED, packEvent } from './event-encoding.ts';

/** An acknowledgement comes in a millisecond; without one in this time the event is sent again (its id keeps it single). */
const ACK_DEADLINE_MS = 5_000;

export type PublishAnswer =
  | { readonly ok: true }
  /** `never`: the stream will not take this event however often it is sent. Otherwise it is worth trying again. */
  | { readonly ok: false; readonly code: 'away' | 'refused' | 'failed' | 'never'; readonly message: string };

/** Sends one event, packed where it is large, and waits for the stream's acknowledgement. Does not throw. */
export async function publishEvent(
  connection: NatsConnection,
  envelope: Pick<Envelope, 'id' | 'host' | 'type'>,
  text: Uint8Array,
): Promise<PublishAnswer> {
  if (!isEventType(envelope.type))
    return { ok: false, code: 'never', message: 'The event has no known type.' };
  const subject = eventSubject(envelope.host, envelope.type);
  const head = headers();
  head.set('Nats-Msg-Id', envelope.id);
  head.set('Nats-Expected-Stream', EVENT_STREAM);
  const { payload, packed } = packEvent(text);
  if (packed) head.set(ENCODING_HEADER, PACKED);
  try {
    const answer = await connection.request(subject, payload, { headers: head, timeout: ACK_DEADLINE_MS });
    return readAcknowledgement(answer.string(), subject);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'MAX_PAYLOAD_EXCEEDED') {
      return {
        ok: false,
        code: 'never',
        message: `The broker takes no message as large as this ${envelope.type}.`,
      };
    }
    const { code: kind, message } = describeFailure(error, subject);
    return { ok: false, code: kind, message };
  }
}

const Refusal = z.object({ error: z.object({ err_code: z.number().optional(), description: z.string() }) });

/** `{"stream":…,"seq":…}`, or `{"error":{…}}`. A good one is told by its start: this runs once per event. */
function readAcknowledgement(text: string, subject: string): PublishAnswer {
  if (text.startsWith(`{"stream":"${EVENT_STREAM}"`)) return { ok: true };
  const refusal = Refusal.safeParse(parseJson(text));
  if (!refusal.success)
    return { ok: false, code: 'failed', message: `${subject}: not acknowledged by the stream.` };
  const { err_code, description } = refusal.data.error;
  const code = err_code === JETSTREAM_ERRORS.message_too_large ? 'never' : 'failed';
  return { ok: false, code, message: `${subject}: ${description}.` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
