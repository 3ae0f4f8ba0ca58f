import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DiscardPolicy, type JetStreamManager, type NatsConnection, StorageType } from 'nats';
import { createLogger } from '../kernel/log.ts';
import { resolvePaths } from '../kernel/paths.ts';
import { writeBrokerConfig } from './broker-config.ts';
import { compareConfig } from './compare-config.ts';
import { type Bus, connectBusAs } from './connect.ts';
import { findDrift, ProvisionError, provisionBroker } from './provision.ts';
import { connectObserver } from './testing/read-stream.ts';
import { startTestBroker, type TestBroker } from './testing/start-broker.ts';

describe('provisioning the broker', () => {
  const home = mkdtempSync(join(tmpdir(), 'clawnex-provision-'));
  let broker: TestBroker;
  let bus: Bus;
  let admin: NatsConnection;
  let manager: JetStreamManager;
  before(async () => {
    broker = await startTestBroker({ home });
    const log = createLogger('cli', broker.env);
    bus = connectBusAs('provisioner', { paths: resolvePaths(broker.env), env: broker.env, log });
    admin = await connectObserver(broker);
    manager = await admin.jetstreamManager();
  });
  after(async () => {
    await bus.close();
    await admin.close();
    await broker.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it('changes nothing on a broker that is as it should be', async () => {
    assert.deepEqual(await findDrift(bus), []);
    assert.deepEqual(await provisionBroker(bus), { created: [], repaired: [] });
  });

  it('finds what was changed by hand, field by field, and sets it right', async () => {
    await manager.streams.update('CLAWNEX_EVT', { max_bytes: 1_000_000, discard: DiscardPolicy.New });
    await manager.streams.update('KV_clawnex_config', { max_msgs_per_subject: 1 });
    await manager.consumers.update('CLAWNEX_EVT', 'ingest', { max_ack_pending: 1, max_deliver: 3 });
    const drift = [
      'stream CLAWNEX_EVT: discard is "new", should be "old"',
      'stream CLAWNEX_EVT: max_bytes is 1000000, should be 2147483648',
      'stream KV_clawnex_config: max_msgs_per_subject is 1, should be 5',
      'consumer ingest: max_deliver is 3, should be -1',
      'consumer ingest: max_ack_pending is 1, should be 5000',
    ];
    assert.deepEqual(await findDrift(bus), drift);
    assert.deepEqual(await provisionBroker(bus), { created: [], repaired: drift });
    assert.deepEqual(await findDrift(bus), []);
  });

  it('finds a setting that nobody asked for', async () => {
    const { config } = await manager.streams.info('CLAWNEX_DLQ');
    await manager.streams.delete('CLAWNEX_DLQ');
    await manager.streams.add({ ...config, republish: { src: 'clawnex.dlq.>', dest: 'elsewhere.>' } });
    assert.match(
      (await findDrift(bus)).join(),
      /^stream CLAWNEX_DLQ: republish is \{.*\}, should not be set$/,
    );
    await manager.streams.delete('CLAWNEX_DLQ');
    await provisionBroker(bus);
    assert.deepEqual(await findDrift(bus), []);
  });

  it('creates again what is missing', async () => {
    await manager.consumers.delete('CLAWNEX_EVT', 'correlator');
    await manager.streams.delete('KV_clawnex_cursors');
    assert.deepEqual(await findDrift(bus), [
      'stream KV_clawnex_cursors is missing',
      'consumer correlator is missing',
    ]);
    const { created } = await provisionBroker(bus);
    assert.deepEqual(created, ['stream KV_clawnex_cursors', 'consumer correlator']);
  });

  it('fails with the exact difference when it cannot be set right', async () => {
    await manager.streams.delete('CLAWNEX_DLQ');
    await manager.streams.add({
      name: 'CLAWNEX_DLQ',
      subjects: ['clawnex.dlq.>'],
      storage: StorageType.Memory,
      max_bytes: 1_000,
    });
    await assert.rejects(
      provisionBroker(bus),
      (error) =>
        error instanceof ProvisionError &&
        /CLAWNEX_DLQ.*storage is "memory", should be "file"/.test(error.message),
    );
    await manager.streams.delete('CLAWNEX_DLQ');
    await provisionBroker(bus);
  });

  it('says so when the broker is away', async () => {
    const env = { ...broker.env, CLAWNEX_BROKER_URL: 'nats://127.0.0.1:1' };
    const paths = resolvePaths(env);
    const lost = connectBusAs('provisioner', { paths, env, log: createLogger('cli', env) });
    await assert.rejects(provisionBroker(lost, 100), /is nats-server running/);
    await lost.close();
  });
});

describe('comparing configurations', () => {
  it('takes a field the broker leaves out for its zero value', () => {
    assert.deepEqual(compareConfig('x', { max_age: 0, sealed: false }, {}), []);
    assert.deepEqual(compareConfig('x', { max_age: 5 }, {}), ['x: max_age is missing, should be 5']);
  });

  it('lets pass what newer servers add on their own', () => {
    const added = {
      compression: 'none',
      metadata: { '_nats.ver': '2.12.0' },
      consumer_limits: {},
      mirror_direct: false,
    };
    assert.deepEqual(compareConfig('x', {}, added), []);
    assert.deepEqual(compareConfig('x', {}, { compression: 's2' }), [
      'x: compression is "s2", should not be set',
    ]);
  });
});

describe('the broker configuration', () => {
  it('keeps keys private and the same when written again', () => {
    const home = mkdtempSync(join(tmpdir(), 'clawnex-broker-config-'));
    const paths = resolvePaths({ CLAWNEX_HOME: home });
    const file = writeBrokerConfig(paths, { port: 4222 });
    const first = readFileSync(file, 'utf8');
    assert.equal(readFileSync(writeBrokerConfig(paths, { port: 4222 }), 'utf8'), first);
    assert.equal(statSync(join(paths.secrets, 'broker', 'shield.nk')).mode & 0o777, 0o600);
    assert.equal(statSync(paths.secrets).mode & 0o777, 0o700);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.doesNotMatch(first, /authorization|http:|\bSU[A-Z2-7]{20}/);
    assert.match(first, /listen: "127\.0\.0\.1:4222"/);
    rmSync(home, { recursive: true, force: true });
  });
});
