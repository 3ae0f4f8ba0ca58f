import { setTimeout as sleep } from 'node:timers/promises';
import { type BrokerUser, PORTS } from '@clawnex/proto/daemons.ts';
import { inboxPrefix } from '@clawnex/proto/subjects.ts';
import { connect, type NatsConnection, nkeyAuthenticator } from 'nats';
import type { HealthReporter } from '../kernel/health.ts';
import type { DaemonContext } from '../kernel/lifecycle.ts';
import type { Logger } from '../kernel/log.ts';
import type { Paths } from '../kernel/paths.ts';
import { readBrokerSeed } from './broker-keys.ts';
import { type SignedValue, signValue } from './signed-value.ts';

/** A broker on loopback answers in milliseconds; one that does not within this time is as good as away. */
const DIAL_DEADLINE_MS = 2_000;
/** Between attempts: soon at first, so that a restarted broker is found at once, then gently. */
const RETRY_MS_MIN = 50;
const RETRY_MS_MAX = 1_000;
/** Two unanswered pings end a connection: a frozen broker is noticed within half a minute. */
const PING_MS = 10_000;
const PINGS_OUT_MAX = 2;
/** What is still to be sent gets this long on closing. */
const CLOSE_GRACE_MS = 500;

/**
 * A link to the broker that is never waited for. It connects in the background and for ever; each connection is a new
 * one, and whoever needs a subscription makes it in `onConnected`.
 */
export interface Bus {
  readonly user: BrokerUser;
  connected(): boolean;
  /** Epoch ms of the last change between connected and not. */
  connectedSince(): number;
  serverVersion(): string | null;
  /** Called now if connected, and at each connection made later. Returns what ends it. */
  onConnected(listener: (connection: NatsConnection) => void): () => void;
  connection(): NatsConnection | null;
  /** Signs a value of the configuration with this user's key. */
  signValue(key: string, serial: number, value: unknown): SignedValue;
  close(): Promise<void>;
}

export interface BusOptions {
  readonly paths: Paths;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Logger;
  readonly health?: HealthReporter;
}

/** A daemon's link, closed when the daemon stops. Throws `ConfigError` when its key is missing. */
export function connectBus(context: DaemonContext): Bus {
  const bus = connectBusAs(context.name, context);
  context.metrics.gauge('broker_connected', () => (bus.connected() ? 1 : 0));
  context.onStop('bus', () => bus.close());
  return bus;
}

/** A link under a broker user of choice, for what is not a daemon. Throws `ConfigError` when the user's key is missing. */
export function connectBusAs(user: BrokerUser, options: BusOptions): Bus {
  const link = new BrokerLink(user, readBrokerSeed(options.paths, user), options);
  void link.run();
  return link;
}

class BrokerLink implements Bus {
  readonly user: BrokerUser;
  readonly #url: string;
  readonly #seed: Uint8Array;
  readonly #options: BusOptions;
  readonly #listeners = new Set<(connection: NatsConnection) => void>();
  readonly #closing = new AbortController();
  #connection: NatsConnection | null = null;
  #changedAtMs = Date.now();
  #complaint = '';

  constructor(user: BrokerUser, seed: Uint8Array, options: BusOptions) {
    this.user = user;
    this.#seed = seed;
    this.#options = options;
    this.#url = options.env['CLAWNEX_BROKER_URL'] ?? `nats://127.0.0.1:${PORTS.broker}`;
  }

  connected(): boolean {
    return this.connection() !== null;
  }

  connectedSince(): number {
    return this.#changedAtMs;
  }

  serverVersion(): string | null {
    return this.connection()?.info?.version ?? null;
  }

  connection(): NatsConnection | null {
    return this.#connection?.isClosed() === false ? this.#connection : null;
  }

  signValue(key: string, serial: number, value: unknown): SignedValue {
    return signValue(this.#seed, key, serial, value);
  }

  onConnected(listener: (connection: NatsConnection) => void): () => void {
    this.#listeners.add(listener);
    const connection = this.connection();
    if (connection !== null) this.#tell(listener, connection);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const connection = this.#connection;
    if (connection === null) return;
    const grace = new AbortController();
    const timeUp = sleep(CLOSE_GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined);
    await Promise.race([connection.flush().catch(() => undefined), timeUp]);
    grace.abort();
    await connection.close();
  }

  async run(): Promise<void> {
    const { signal } = this.#closing;
    let retryMs = RETRY_MS_MIN;
    while (!signal.aborted) {
      const connection = await this.#dial();
      if (connection === null) {
        await sleep(retryMs, undefined, { signal }).catch(() => undefined);
        retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
        continue;
      }
      retryMs = RETRY_MS_MIN;
      if (signal.aborted) await connection.close();
      else await this.#live(connection);
    }
  }

  async #dial(): Promise<NatsConnection | null> {
    try {
      return await connect({
        servers: this.#url,
        name: this.user,
        authenticator: nkeyAuthenticator(this.#seed),
        inboxPrefix: inboxPrefix(this.user),
        timeout: DIAL_DEADLINE_MS,
        reconnect: false,
        pingInterval: PING_MS,
        maxPingOut: PINGS_OUT_MAX,
        ignoreClusterUpdates: true,
        noAsyncTraces: true,
      });
    } catch (error) {
      this.#complain(this.#explain(error));
      return null;
    }
  }

  async #live(connection: NatsConnection): Promise<void> {
    this.#connection = connection;
    this.#changedAtMs = Date.now();
    this.#complaint = '';
    this.#options.health?.problem('broker', null);
    this.#options.log.debug({ broker: this.#url, version: this.serverVersion() }, 'connected to the broker');
    void this.#logRefusals(connection);
    for (const listener of this.#listeners) this.#tell(listener, connection);
    await connection.closed();
    this.#connection = null;
    this.#changedAtMs = Date.now();
    if (!this.#closing.signal.aborted) this.#complain(`The broker at ${this.#url} closed the connection.`);
  }

  async #logRefusals(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type !== 'error') continue;
      this.#options.log.warn(
        { code: status.data, ...status.permissionContext },
        'the broker refused something',
      );
    }
  }

  #tell(listener: (connection: NatsConnection) => void, connection: NatsConnection): void {
    try {
      listener(connection);
    } catch (error) {
      this.#options.log.error({ err: error }, 'setting up on a broker connection failed');
    }
  }

  #explain(error: unknown): string {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'AUTHORIZATION_VIOLATION')
      return `The broker at ${this.#url} does not know the key of ${this.user}.`;
    return `The broker at ${this.#url} does not answer.`;
  }

  /** Logs only what is new: a broker that is away for an hour is one line. */
  #complain(message: string): void {
    this.#options.health?.problem('broker', message);
    if (message === this.#complaint) return;
    this.#complaint = message;
    this.#options.log.warn(message);
  }
}
