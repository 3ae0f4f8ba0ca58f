import { EVENT_STREAM } from '@clawnex/proto/subjects.ts';
import type { NatsConnection } from 'nats';
import { z } from 'zod';
import { askJetStream, JETSTREAM_ERRORS, type JetStreamFailure } from './ask-jetstream.ts';
import { compareConfig } from './compare-config.ts';
import type { Bus } from './connect.ts';
import { type BrokerObject, consumerConfigs, streamConfigs } from './stream-configs.ts';
import { waitConnected } from './wait-connected.ts';

/** A broker started just before needs a second or two; one that is away longer is a failure to report. */
const CONNECT_MS = 15_000;
/** The first with every feature used here. */
const SERVER_VERSION_MIN = [2, 9] as const;

/** The broker is not as the suite needs it. The message names every difference. */
export class ProvisionError extends Error {
  override readonly name = 'ProvisionError' as const;
}

export interface Provisioned {
  readonly created: readonly string[];
  /** What had drifted and was set right, one sentence per field. */
  readonly repaired: readonly string[];
}

interface Target {
  readonly what: string;
  readonly desired: BrokerObject;
  readonly infoSubject: string;
  readonly createSubject: string;
  readonly updateSubject: string;
  /** What is sent to create or update. */
  readonly body: unknown;
  readonly notFound: number;
}

const Info = z.looseObject({ config: z.record(z.string(), z.unknown()) });

/**
 * Creates what is missing, sets right what drifted, and reads everything back: nats-server 2.9 drops fields it does not
 * know without a word. Needs a bus of the user `provisioner`. Throws `ProvisionError` when a difference remains.
 */
export async function provisionBroker(bus: Bus, connect_ms: number = CONNECT_MS): Promise<Provisioned> {
  const connection = await requireConnection(bus, connect_ms);
  const created: string[] = [];
  const repaired: string[] = [];
  for (const target of targets()) {
    const before = await readConfig(connection, target);
    if (before === null) {
      await change(connection, target, target.createSubject);
      created.push(target.what);
    } else {
      const drift = compareConfig(target.what, target.desired, before);
      if (drift.length > 0) await change(connection, target, target.updateSubject, drift);
      repaired.push(...drift);
    }
    const after = await readConfig(connection, target);
    const remaining = after === null ? ['it is missing'] : compareConfig(target.what, target.desired, after);
    if (remaining.length > 0) {
      throw new ProvisionError(`The broker did not take the configuration. ${remaining.join('; ')}.`);
    }
  }
  return { created, repaired };
}

/** Differences between the broker and the suite, without changing anything. A missing object is one difference. */
export async function findDrift(bus: Bus, connect_ms: number = CONNECT_MS): Promise<string[]> {
  const connection = await requireConnection(bus, connect_ms);
  const differences: string[] = [];
  for (const target of targets()) {
    const actual = await readConfig(connection, target);
    if (actual === null) differences.push(`${target.what} is missing`);
    else differences.push(...compareConfig(target.what, target.desired, actual));
  }
  return differences;
}

function targets(): Target[] {
  const streams = streamConfigs().map((desired) => ({
    what: `stream ${desired['name']}`,
    desired,
    infoSubject: `$JS.API.STREAM.INFO.${desired['name']}`,
    createSubject: `$JS.API.STREAM.CREATE.${desired['name']}`,
    updateSubject: `$JS.API.STREAM.UPDATE.${desired['name']}`,
    body: desired,
    notFound: JETSTREAM_ERRORS.stream_not_found,
  }));
  const consumers = consumerConfigs().map((desired) => {
    const createSubject = `$JS.API.CONSUMER.DURABLE.CREATE.${EVENT_STREAM}.${desired['durable_name']}`;
    return {
      what: `consumer ${desired['durable_name']}`,
      desired,
      infoSubject: `$JS.API.CONSUMER.INFO.${EVENT_STREAM}.${desired['durable_name']}`,
      createSubject,
      updateSubject: createSubject,
      body: { stream_name: EVENT_STREAM, config: desired },
      notFound: JETSTREAM_ERRORS.consumer_not_found,
    };
  });
  return [...streams, ...consumers];
}

async function readConfig(connection: NatsConnection, target: Target): Promise<BrokerObject | null> {
  const info = await askJetStream(connection, target.infoSubject, null, Info);
  if (info.ok) return info.value.config;
  if (info.err_code === target.notFound) return null;
  throw failed(target, info);
}

async function change(
  connection: NatsConnection,
  target: Target,
  subject: string,
  drift: readonly string[] = [],
): Promise<void> {
  const answer = await askJetStream(connection, subject, target.body, z.unknown());
  if (!answer.ok) throw failed(target, answer, drift);
}

function failed(target: Target, failure: JetStreamFailure, drift: readonly string[] = []): ProvisionError {
  const found = drift.length === 0 ? '' : ` Found: ${drift.join('; ')}.`;
  return new ProvisionError(`${target.what}: ${failure.message}.${found}`);
}

async function requireConnection(bus: Bus, connectMs: number): Promise<NatsConnection> {
  const connection = await waitConnected(bus, AbortSignal.timeout(connectMs)).catch(() => null);
  if (connection === null) throw new ProvisionError('The broker does not answer: is nats-server running?');
  requireVersion(bus.serverVersion());
  return connection;
}

function requireVersion(version: string | null): void {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  const [needMajor, needMinor] = SERVER_VERSION_MIN;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new ProvisionError(
    `nats-server ${version} is too old: ${needMajor}.${needMinor} or newer is needed.`,
  );
}
