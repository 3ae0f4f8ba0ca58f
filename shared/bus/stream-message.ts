import type { Msg } from 'nats';
import { ENCODING_HEADER, PACKED } from './event-encoding.ts';

/** A message of the event stream as a pull consumer gets it. */
export interface StreamMessage {
  readonly subject: string;
  readonly data: Uint8Array;
  /** `data` is gzip: see event-encoding.ts. */
  readonly packed: boolean;
  /** Where acknowledgements go. They may be sent over any later connection. */
  readonly reply: string;
  /** Sequence in the stream. */
  readonly sequence: number;
  /** The broker's answer to someone who named this stream as the place to answer to, without the right to publish here. */
  readonly forwarded: boolean;
  /** Messages of this consumer still on the stream when this one was sent. */
  readonly pending: number;
}

/** Acknowledgements of the JetStream protocol. */
export const ACK = '+ACK';
export const NAK = '-NAK';
export const TERM = '+TERM';
/** Not done yet: the broker waits again from now. */
export const WORKING = '+WPI';

const NS_PER_MS = 1_000_000;

/** Offer it again, but not before this time. */
export function nakAfter(delayMs: number): string {
  return `${NAK} ${JSON.stringify({ delay: delayMs * NS_PER_MS })}`;
}

/**
 * Reads `$JS.ACK.<stream>.<consumer>.<deliveries>.<sequence>.<consumer sequence>.<time>.<pending>`; servers that know
 * domains put two tokens more after `ACK`. Null for what did not come from a consumer.
 */
export function readStreamMessage(message: Msg): StreamMessage | null {
  const reply = message.reply ?? '';
  const tokens = reply.split('.');
  if (tokens[0] !== '$JS' || tokens[1] !== 'ACK' || tokens.length < 9) return null;
  const shift = tokens.length >= 11 ? 2 : 0;
  const sequence = Number(tokens[5 + shift]);
  const pending = Number(tokens[8 + shift]);
  if (!Number.isSafeInteger(sequence) || !Number.isSafeInteger(pending)) return null;
  const forwarded = message.headers?.has('Nats-Stream') === true;
  const packed = message.headers?.get(ENCODING_HEADER) === PACKED;
  return { subject: message.subject, data: message.data, packed, reply, sequence, forwarded, pending };
}
