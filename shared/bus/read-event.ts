import { ENVELOPE_VERSION, Envelope } from '@clawnex/proto/envelope.ts';
import { EVENTS, isEventType } from '@clawnex/proto/events.ts';
import { eventSubject } from '@clawnex/proto/subjects.ts';
import { unpackEvent } from './event-encoding.ts';
import type { ReceivedEvent } from './received-event.ts';
import type { StreamMessage } from './stream-message.ts';

const REASON_LENGTH_MAX = 200;

/**
 * Checks a message of the stream. The broker's rights are by subject, so an envelope counts only when it says what its
 * subject says, and names a source that may publish it. The reason quotes nothing but field names.
 */
export function readEvent(
  message: StreamMessage,
): { readonly ok: true; readonly event: ReceivedEvent } | { readonly ok: false; readonly reason: string } {
  if (message.forwarded) return { ok: false, reason: 'not published here by its source' };
  const text = message.packed ? unpackEvent(message.data) : message.data;
  if (text === null) return { ok: false, reason: 'not gzip, or larger than an event may be' };
  const json = parseJson(text);
  if (json === undefined) return { ok: false, reason: 'not JSON' };
  const parsed = Envelope.safeParse(json);
  if (!parsed.success) return refuse('envelope', parsed.error.issues[0]);
  const envelope = parsed.data;
  const { type, source, host } = envelope;
  if (!isEventType(type)) return { ok: false, reason: 'unknown type' };
  if (message.subject !== eventSubject(host, type))
    return { ok: false, reason: 'its subject says otherwise' };
  const publishers: readonly string[] = EVENTS[type].publishers;
  if (!publishers.includes(source)) return { ok: false, reason: 'its source does not publish this type' };
  const data = EVENTS[type].data.safeParse(envelope.data);
  if (!data.success) return refuse('data', data.error.issues[0]);
  // `type` chose the schema that made `data`, so the two belong together.
  const event = { type, data: data.data, envelope, sequence: message.sequence } as ReceivedEvent;
  return { ok: true, event };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}

function refuse(
  part: string,
  issue: { readonly code?: string; readonly path: readonly PropertyKey[] } | undefined,
): { readonly ok: false; readonly reason: string } {
  const path = [part, ...(issue?.path ?? []).map(String)].join('.');
  if (path === 'envelope.v') return { ok: false, reason: `not version ${ENVELOPE_VERSION}` };
  return { ok: false, reason: `${path}: ${issue?.code ?? 'not accepted'}`.slice(0, REASON_LENGTH_MAX) };
}
