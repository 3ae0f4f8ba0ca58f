import type { BrokerUser } from '@clawnex/proto/daemons.ts';
import { inboxPrefix } from '@clawnex/proto/subjects.ts';
import { connect, type NatsConnection, nkeyAuthenticator, nkeys } from 'nats';
import { connectRaw } from './read-stream.ts';
import type { TestBroker } from './start-broker.ts';

/** A user of the suite as an attacker has it: its key, and none of our code. */
export interface RawUser {
  /** Publishes an empty message to each subject. Returns those the broker refused. */
  publishRefused(subjects: readonly string[]): Promise<ReadonlySet<string>>;
  /** Subscribes to each subject. Returns those the broker refused. */
  subscribeRefused(subjects: readonly string[]): Promise<ReadonlySet<string>>;
  readonly connection: NatsConnection;
  close(): Promise<void>;
}

export async function connectUser(broker: TestBroker, user: BrokerUser): Promise<RawUser> {
  const connection = await connectRaw(broker, user, inboxPrefix(user));
  const refusals = { publish: new Set<string>(), subscription: new Set<string>() };
  void (async () => {
    for await (const { permissionContext } of connection.status()) {
      if (permissionContext === undefined) continue;
      const refused = permissionContext.operation === 'publish' ? refusals.publish : refusals.subscription;
      refused.add(permissionContext.subject);
    }
  })();
  return {
    connection,
    publishRefused: async (subjects) => {
      refusals.publish.clear();
      for (const subject of subjects) connection.publish(subject);
      await settled(connection);
      return new Set(refusals.publish);
    },
    subscribeRefused: async (subjects) => {
      refusals.subscription.clear();
      const subscriptions = subjects.map((subject) =>
        connection.subscribe(subject, { callback: () => undefined }),
      );
      await settled(connection);
      for (const subscription of subscriptions) subscription.unsubscribe();
      return new Set(refusals.subscription);
    },
    close: () => connection.close(),
  };
}

/** The broker answers in order: refusals of all that was sent come before this. */
async function settled(connection: NatsConnection): Promise<void> {
  await connection.flush();
  await new Promise(setImmediate);
}

/** Whether someone who is no user of the suite is turned away. */
export async function strangerIsRefused(
  broker: TestBroker,
  how: 'anonymous' | 'password' | 'unknown key',
): Promise<boolean> {
  const credentials =
    how === 'anonymous'
      ? {}
      : how === 'password'
        ? { user: 'shield', pass: 'shield' }
        : { authenticator: nkeyAuthenticator(nkeys.createUser().getSeed()) };
  try {
    const connection = await connect({ servers: broker.url, reconnect: false, ...credentials });
    await connection.close();
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'AUTHORIZATION_VIOLATION';
  }
}
