import type { TrafficOrigin } from '@clawnex/proto/decision.ts';
import { ENVELOPE_VERSION, Envelope } from '@clawnex/proto/envelope.ts';
import { EVENTS, type EventData, type EventType } from '@clawnex/proto/events.ts';
import { newId } from '../kernel/ids.ts';
import { EVENT_BYTES_MAX } from './event-encoding.ts';

/** A fact to publish. `type` and `data` belong together; id and time are made where they are not given. */
export type OutgoingEvent<T extends EventType = EventType> = T extends EventType
  ? {
      readonly type: T;
      readonly data: EventData<T>;
      readonly id?: string;
      readonly time?: number;
      readonly origin?: TrafficOrigin;
      readonly instance?: string | undefined;
      readonly agent?: string | undefined;
      readonly session?: string | undefined;
      readonly exchange?: string | undefined;
    }
  : never;

export interface EventSource {
  readonly host: string;
  readonly source: string;
}

/** Wraps a fact. Throws on data that its schema refuses: a daemon that makes such an event has a bug. */
export function makeEnvelope(event: OutgoingEvent, { host, source }: EventSource): Envelope {
  const schema = EVENTS[event.type].data;
  const data = schema.safeParse(event.data);
  if (!data.success) throw new TypeError(`${source} made a wrong ${event.type}: ${firstIssue(data.error)}`);
  const envelope = Envelope.safeParse({
    v: ENVELOPE_VERSION,
    id: event.id ?? newId(),
    source,
    type: event.type,
    time: event.time ?? Date.now(),
    host,
    origin: event.origin ?? 'live',
    instance: event.instance,
    agent: event.agent,
    session: event.session,
    exchange: event.exchange,
    data: data.data,
  });
  if (!envelope.success) {
    throw new TypeError(`${source} made a wrong envelope of ${event.type}: ${firstIssue(envelope.error)}`);
  }
  return envelope.data;
}

/** The text of an event, as it lies on the spool. Throws when it is larger than an event may be: schemas must prevent that. */
export function encodeEnvelope(envelope: Envelope): string {
  const text = JSON.stringify(envelope);
  if (text.length > EVENT_BYTES_MAX / 3 && Buffer.byteLength(text) > EVENT_BYTES_MAX) {
    throw new RangeError(
      `${envelope.source} made a ${envelope.type} of ${Buffer.byteLength(text)} bytes; an event may have ${EVENT_BYTES_MAX}.`,
    );
  }
  return text;
}

/** Where and what, never the value: it may be untrusted text. */
function firstIssue(error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string {
  const issue = error.issues[0];
  return `${issue?.path.map(String).join('.') || 'it'}: ${issue?.message ?? 'not accepted'}`;
}
