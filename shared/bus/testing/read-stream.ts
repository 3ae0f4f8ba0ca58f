import type { BrokerUser } from '@clawnex/proto/daemons.ts';
import { Envelope } from '@clawnex/proto/envelope.ts';
import { EVENT_STREAM } from '@clawnex/proto/subjects.ts';
import { connect, type NatsConnection, nkeyAuthenticator } from 'nats';
import { resolvePaths } from '../../kernel/paths.ts';
import { readBrokerSeed } from '../broker-keys.ts';
import type { TestBroker } from './start-broker.ts';

/**
 * Everything on the event stream, oldest first. The stream may be read by nobody but its consumers, so the test reads
 * with a user of its own that only the test broker has (`observer`).
 */
export async function readStream(broker: TestBroker, stream: string = EVENT_STREAM): Promise<Envelope[]> {
  const connection = await connectObserver(broker);
  try {
    const manager = await connection.jetstreamManager({ checkAPI: false });
    const { state } = await manager.streams.info(stream);
    const envelopes: Envelope[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq && state.messages > 0; seq += 1) {
      const message = await manager.streams.getMessage(stream, { seq });
      envelopes.push(Envelope.parse(message.json()));
    }
    return envelopes;
  } finally {
    await connection.close();
  }
}

/** A connection that may do everything in the account: what an admin with access to the broker's files has. */
export async function connectObserver(broker: TestBroker): Promise<NatsConnection> {
  return await connect({
    servers: broker.url,
    authenticator: nkeyAuthenticator(broker.observerSeed),
    name: 'observer',
  });
}

/** A plain connection as one of the suite's users, without our own code around it. */
export async function connectRaw(
  broker: TestBroker,
  user: BrokerUser,
  inboxPrefix?: string,
): Promise<NatsConnection> {
  const seed = readBrokerSeed(resolvePaths(broker.env), user);
  return await connect({
    servers: broker.url,
    authenticator: nkeyAuthenticator(seed),
    reconnect: false,
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
  });
}
