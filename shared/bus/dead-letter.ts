import { type ConsumerName, DEAD_LETTER_STREAM, deadLetterSubject } from '@clawnex/proto/subjects.ts';
import { headers, type NatsConnection } from 'nats';
import { ENCODING_HEADER, PACKED } from './event-encoding.ts';
import type { StreamMessage } from './stream-message.ts';

const ACK_DEADLINE_MS = 5_000;

/**
 * Puts a copy of a message aside, with why and where it came from. False when the broker did not confirm: the message
 * then stays with its consumer. A message too large to be kept with its reason leaves only the reason.
 */
export async function putDeadLetter(
  connection: NatsConnection,
  consumer: ConsumerName,
  message: StreamMessage,
  reason: string,
): Promise<boolean> {
  const whole = await send(connection, consumer, message, reason, message.data);
  return whole || (await send(connection, consumer, message, reason, new Uint8Array(0)));
}

async function send(
  connection: NatsConnection,
  consumer: ConsumerName,
  message: StreamMessage,
  reason: string,
  data: Uint8Array,
): Promise<boolean> {
  const head = headers();
  head.set('Nats-Msg-Id', `${consumer}-${message.sequence}`);
  head.set('Nats-Expected-Stream', DEAD_LETTER_STREAM);
  head.set('Clawnex-Reason', printable(reason));
  head.set('Clawnex-Subject', printable(message.subject));
  head.set('Clawnex-Sequence', String(message.sequence));
  if (message.packed) head.set(ENCODING_HEADER, PACKED);
  try {
    const answer = await connection.request(deadLetterSubject(consumer), data, {
      headers: head,
      timeout: ACK_DEADLINE_MS,
    });
    return answer.string().startsWith(`{"stream":"${DEAD_LETTER_STREAM}"`);
  } catch {
    return false;
  }
}

/** Header values are one line of text. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
