import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { DEFAULT_POLICY, type Policy } from '@clawnex/proto/policy.ts';
import type { RunningDaemon } from '../kernel/lifecycle.ts';
import { resolvePaths } from '../kernel/paths.ts';
import { readBrokerSeed } from './broker-keys.ts';
import { readBucket } from './bucket.ts';
import { putConfig, type WatchedConfig, watchConfig } from './config-watch.ts';
import { type Bus, connectBus } from './connect.ts';
import { signValue } from './signed-value.ts';
import { connectObserver, connectRaw } from './testing/read-stream.ts';
import { startTestBroker, type TestBroker } from './testing/start-broker.ts';
import { startContext } from './testing/start-context.ts';
import { until } from './testing/until.ts';

describe('watching the configuration', () => {
  let home = '';
  let broker: TestBroker;
  let writer: Bus;
  let daemons: RunningDaemon[] = [];
  let revision = 0;
  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'clawnex-config-'));
    broker = await startTestBroker({ home });
  });
  beforeEach(async () => {
    rmSync(cacheFile(), { force: true });
    daemons.push(
      await startContext('dashboard-api', broker.env, (context) => {
        writer = connectBus(context);
      }),
    );
    await until('the writer is connected', () => writer.connected());
  });
  afterEach(async () => {
    for (const daemon of daemons) await daemon.stop();
    daemons = [];
    await broker.restart();
  });
  after(async () => {
    await broker.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const cacheFile = () => resolvePaths({ CLAWNEX_HOME: home }).lastGoodConfig('shield');
  function policy(change: Partial<Policy> = {}): Policy {
    revision += 1;
    return { ...DEFAULT_POLICY, revision, updated_by: 'a test', ...change };
  }
  /** Writes into the bucket past our own code, as one who found a way to. */
  async function putAsIs(value: unknown): Promise<void> {
    const observer = await connectObserver(broker);
    await observer.jetstream().publish('$KV.clawnex_config.policy', JSON.stringify(value));
    await observer.close();
  }
  async function readAsIs(): Promise<unknown> {
    const connection = writer.connection();
    assert.ok(connection !== null);
    const read = await readBucket(connection, 'clawnex_config', 'policy');
    return read.ok && read.value !== null ? JSON.parse(read.value.text) : null;
  }
  async function startWatch() {
    let watched: WatchedConfig<'policy'> | undefined;
    const changes: Policy[] = [];
    const daemon = await startContext('shield', broker.env, (context) => {
      watched = watchConfig(context, connectBus(context), 'policy', (value) => changes.push(value));
    });
    daemons.push(daemon);
    assert.ok(watched !== undefined);
    return { daemon, watched, changes };
  }

  it('has the default until something is published, then what is published', async () => {
    const { watched, changes } = await startWatch();
    assert.deepEqual(watched.current(), DEFAULT_POLICY);
    const first = policy({ mode: 'block' });
    assert.ok((await putConfig(writer, 'policy', first)).ok);
    await until('the change is there', () => watched.current().revision === first.revision, 1_000);
    const second = policy();
    assert.ok((await putConfig(writer, 'policy', second)).ok);
    await until('the next is there', () => changes.length === 2, 1_000);
    assert.deepEqual(changes, [first, second]);
  });

  it('starts with the last good value while the broker is away', async () => {
    const { daemon, watched } = await startWatch();
    const value = policy({ block_score: 66 });
    await putConfig(writer, 'policy', value);
    await until('the change is there', () => watched.current().revision === value.revision);
    await daemon.stop();
    await broker.stop();
    const again = await startWatch();
    assert.deepEqual(again.watched.current(), value);
    assert.equal(again.changes.length, 0);
  });

  it('gets what was published while it was away from the broker', async () => {
    const { watched } = await startWatch();
    await broker.kill();
    await broker.restart();
    const value = policy();
    await until('it is published', async () => (await putConfig(writer, 'policy', value)).ok);
    await until('it is there', () => watched.current().revision === value.revision);
  });

  it('keeps a wrong value out, says so in health, and takes the next good one', async () => {
    const { daemon, watched } = await startWatch();
    const good = policy();
    await putConfig(writer, 'policy', good);
    await until('the good one is there', () => watched.current().revision === good.revision);
    await putAsIs(writer.signValue('policy', Date.now() + 1_000, { ...good, mode: 'off' }));
    const problems = () => daemon.context.health.snapshot().problems.join();
    await until('health says so', () => /"policy" was kept out: it is wrong at mode/.test(problems()));
    assert.deepEqual(watched.current(), good);
    assert.deepEqual(JSON.parse(readFileSync(cacheFile(), 'utf8')).policy.value, good);
    const next = policy();
    await putConfig(writer, 'policy', next);
    await until('the next is there', () => watched.current().revision === next.revision);
    assert.equal(problems(), '');
  });

  it('keeps out what its writer did not sign, signed for another key, or signed before the one in force', async () => {
    const { daemon, watched } = await startWatch();
    await putConfig(writer, 'policy', policy({ mode: 'observe' }));
    const older = await readAsIs();
    const good = policy({ mode: 'block' });
    await putConfig(writer, 'policy', good);
    await until('the good one is there', () => watched.current().revision === good.revision);
    const later = Date.now() + 60_000;
    const weaker = policy({ mode: 'observe' });
    const signed = writer.signValue('policy', later, weaker);
    const shieldSeed = readBrokerSeed(resolvePaths(broker.env), 'shield');
    const forgeries: [RegExp, unknown][] = [
      [/it is not signed\./, weaker],
      [/not signed by the dashboard-api/, signValue(shieldSeed, 'policy', later, weaker)],
      [/not signed by the dashboard-api/, writer.signValue('other', later, weaker)],
      [/not signed by the dashboard-api/, { ...signed, serial: later + 1 }],
      [/not signed by the dashboard-api/, { ...signed, signature: 'AAAA' }],
      [/older than the one in force/, older],
    ];
    for (const [why, value] of forgeries) {
      await putAsIs(value);
      await until(`${why}`, () => why.test(daemon.context.health.snapshot().problems.join()));
      assert.deepEqual(watched.current(), good);
    }
    const next = policy();
    await putConfig(writer, 'policy', next);
    await until('the next is there', () => watched.current().revision === next.revision);
  });

  it('refuses an older value after a restart too', async () => {
    const { daemon, watched } = await startWatch();
    await putConfig(writer, 'policy', policy({ mode: 'observe' }));
    const older = await readAsIs();
    const good = policy({ mode: 'block' });
    await putConfig(writer, 'policy', good);
    await until('the good one is there', () => watched.current().revision === good.revision);
    await daemon.stop();
    await putAsIs(older);
    const again = await startWatch();
    const problems = () => again.daemon.context.health.snapshot().problems.join();
    await until('health says so', () => /older than the one in force/.test(problems()));
    assert.deepEqual(again.watched.current(), good);
  });

  it('keeps out what another user had the broker put there as its answer', async () => {
    const { daemon, watched } = await startWatch();
    const good = policy({ mode: 'block' });
    await putConfig(writer, 'policy', good);
    await until('the good one is there', () => watched.current().revision === good.revision);
    const watcher = await connectRaw(broker, 'watcher', '_INBOX_watcher');
    await watcher
      .jetstream()
      .publish('$KV.clawnex_cursors.trick', JSON.stringify(policy({ mode: 'observe' })));
    const ask = '$JS.API.DIRECT.GET.KV_clawnex_cursors.$KV.clawnex_cursors.trick';
    watcher.publish(ask, '', { reply: '$KV.clawnex_config.policy' });
    const problems = () => daemon.context.health.snapshot().problems.join();
    await until('health says so', () => /not put there by its writer/.test(problems()));
    await watcher.close();
    assert.deepEqual(watched.current(), good);
  });

  it('starts with the default, and says so, when the copy on disk is damaged', async () => {
    await broker.stop();
    for (const damage of ['{"policy": {"mode"', '{"policy": {"mode": "off"}}']) {
      mkdirSync(dirname(cacheFile()), { recursive: true });
      writeFileSync(cacheFile(), damage);
      const { daemon, watched } = await startWatch();
      assert.deepEqual(watched.current(), DEFAULT_POLICY);
      assert.match(daemon.context.health.snapshot().problems.join(), /damaged: defaults are in force/);
    }
  });

  it('does not publish a value that the schema refuses, or as a user who may not', async () => {
    const wrong = await putConfig(writer, 'policy', policy({ deadline_ms: 1 }));
    assert.deepEqual(wrong, { ok: false, code: 'bad_request', message: 'policy is wrong at "deadline_ms".' });
    let bus: Bus | undefined;
    daemons.push(
      await startContext('watcher', broker.env, (context) => {
        bus = connectBus(context);
      }),
    );
    assert.ok(bus !== undefined);
    const watcher = bus;
    await until('the watcher is connected', () => watcher.connected());
    const refused = await putConfig(watcher, 'policy', policy());
    assert.equal(refused.ok ? 'ok' : refused.code, 'refused');
  });
});
