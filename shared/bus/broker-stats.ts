import { type ConsumerName, DEAD_LETTER_STREAM, EVENT_STREAM } from '@clawnex/proto/subjects.ts';
import { z } from 'zod';
import { askJetStream } from './ask-jetstream.ts';
import type { Bus } from './connect.ts';
import { consumerNames } from './stream-configs.ts';

export interface BrokerStats {
  readonly stream_messages: number;
  readonly stream_bytes: number;
  readonly dead_letters: number;
  /** Events not yet acknowledged, by consumer. A consumer that could not be asked is left out. */
  readonly consumers: Readonly<Partial<Record<ConsumerName, number>>>;
}

const StreamInfo = z.object({ state: z.object({ messages: z.int(), bytes: z.int() }) });
const ConsumerInfo = z.object({ num_pending: z.int(), num_ack_pending: z.int() });

/** What the broker holds, now. Null when it is away. For the user dashboard-api. */
export async function readBrokerStats(bus: Bus): Promise<BrokerStats | null> {
  const connection = bus.connection();
  if (connection === null) return null;
  const info = (stream: string) =>
    askJetStream(connection, `$JS.API.STREAM.INFO.${stream}`, null, StreamInfo);
  const [events, deadLetters, ...consumers] = await Promise.all([
    info(EVENT_STREAM),
    info(DEAD_LETTER_STREAM),
    ...consumerNames().map(async (name) => {
      const subject = `$JS.API.CONSUMER.INFO.${EVENT_STREAM}.${name}`;
      return { name, info: await askJetStream(connection, subject, null, ConsumerInfo) };
    }),
  ]);
  if (!events.ok || !deadLetters.ok) return null;
  const pending: Partial<Record<ConsumerName, number>> = {};
  for (const { name, info: consumer } of consumers) {
    if (consumer.ok) pending[name] = consumer.value.num_pending + consumer.value.num_ack_pending;
  }
  return {
    stream_messages: events.value.state.messages,
    stream_bytes: events.value.state.bytes,
    dead_letters: deadLetters.value.state.messages,
    consumers: pending,
  };
}
