import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { CommandVerb } from '@clawnex/proto/commands.ts';
import type { Policy } from '@clawnex/proto/policy.ts';
import { writeBrokerConfig } from '@clawnex/shared/bus/broker-config.ts';
import { type CommandAnswer, requestCommand, serveCommands } from '@clawnex/shared/bus/commands.ts';
import { watchConfig } from '@clawnex/shared/bus/config-watch.ts';
import { type Bus, connectBus, connectBusAs } from '@clawnex/shared/bus/connect.ts';
import { startTestBroker, type TestBroker } from '@clawnex/shared/bus/testing/start-broker.ts';
import { ConfigError } from '@clawnex/shared/kernel/config.ts';
import { type RunningDaemon, startDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { createLogger } from '@clawnex/shared/kernel/log.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { migrateStore } from '@clawnex/shared/store/migrate-store.ts';
import { openStoreWriter } from '@clawnex/shared/store/open-store.ts';
import { z } from 'zod';
import { StreamReader } from '../testing/read-stream.ts';
import { cookieOf, HANG_MS, PASSWORD, startTestApi, type TestApi } from '../testing/start-test-api.ts';
import { dashboardApi } from './daemon.ts';

const PolicyFrame = z.object({ revision: z.int(), published: z.boolean() });

describe('with a real broker', { timeout: HANG_MS }, () => {
  let home: string;
  let broker: TestBroker;
  let test: TestApi;
  let cli: Bus;
  let shield: RunningDaemon;
  let cookie: string;
  const policies: Policy[] = [];
  let wakePolicy: () => void = () => undefined;

  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'clawnex-api-bus-'));
    broker = await startTestBroker({ home });
    test = await startTestApi({ ...broker.env });
    cli = connectBusAs('cli', {
      paths: resolvePaths({ CLAWNEX_HOME: home }),
      env: broker.env,
      log: createLogger('cli', broker.env),
    });
    shield = await startDaemon(
      {
        name: 'shield',
        config: z.object({}),
        async start(context) {
          const bus = connectBus(context);
          serveCommands(context, bus, {
            judge_try: async () => ({ policy_revision: 0, ruleset: '', mode: 'observe', results: [] }),
          });
          watchConfig(context, bus, 'policy', (policy) => {
            policies.push(policy);
            wakePolicy();
          });
        },
      },
      broker.env,
    );
    await new Promise<void>((resolve) => cli.onConnected(() => resolve()));
  });
  after(async () => {
    await shield.stop();
    await cli.close();
    await test.stop();
    await broker.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const policyOf = async (revision: number) => {
    while (!policies.some((policy) => policy.revision === revision)) {
      await new Promise<void>((resolve) => {
        wakePolicy = resolve;
      });
    }
    return policies.findLast((policy) => policy.revision === revision);
  };
  /** Asks until the daemon has subscribed: a moment after it connected. */
  async function whenServed<V extends CommandVerb>(
    send: () => Promise<CommandAnswer<V>>,
  ): Promise<CommandAnswer<V>> {
    for (;;) {
      const answer = await send();
      if (answer.ok || answer.code !== 'unavailable') return answer;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  const askSetupLink = () => whenServed(() => requestCommand(cli, 'dashboard-api', 'setup_link', {}));
  const change = (revision: number, mode: string) =>
    test.send('PUT', '/api/policy', {
      cookie,
      body: {
        revision,
        mode,
        deadline_ms: 250,
        on_deadline: 'block',
        review_score: 40,
        block_score: 75,
        reason: 'a test',
      },
    });

  it('gives the admin a set-up token over the bus until an operator exists', async () => {
    const answer = await askSetupLink();
    assert.ok(answer.ok);
    const { token } = answer.value;
    const body = { token, username: 'root-1', password: PASSWORD };
    cookie = cookieOf(await test.send('POST', '/api/setup', { body }));
    assert.deepEqual(await askSetupLink(), { ok: true, value: { token: null } });
  });

  it('has no demo rows to purge', async () => {
    assert.deepEqual(await requestCommand(cli, 'dashboard-api', 'purge_demo', {}), {
      ok: true,
      value: { rows: 0 },
    });
  });

  it('publishes a changed policy before it answers', async () => {
    const answer = await change(0, 'block');
    assert.partialDeepStrictEqual(await answer.json(), { revision: 1, published: true });
    assert.partialDeepStrictEqual(await policyOf(1), { mode: 'block', updated_by: 'root-1' });
  });

  it('sees who answers, who does not, and the broker', async () => {
    await test.api.monitor.poll();
    const { daemons, broker: view, store } = test.api.monitor.current();
    const presence = Object.fromEntries(daemons.map((daemon) => [daemon.daemon, daemon.presence]));
    assert.partialDeepStrictEqual(presence, {
      shield: 'answering',
      'dashboard-api': 'answering',
      watcher: 'unseen',
    });
    assert.partialDeepStrictEqual(view, { connected: true, stream_messages: 0, dead_letters: 0 });
    assert.equal(store.problem, null);
  });

  it('saves a policy with the broker down, shows the daemons as unknown, and publishes when it is back', async () => {
    await broker.kill();
    while (test.api.monitor.current().broker.connected) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await test.api.monitor.poll();
    }
    const unknown = test.api.monitor.current().daemons.filter(({ presence }) => presence === 'unknown');
    assert.equal(unknown.length, 6);
    const answer = await change(1, 'observe');
    assert.partialDeepStrictEqual(await answer.json(), { revision: 2, published: false });
    const stream = new StreamReader((await test.send('GET', '/api/live', { cookie })).body);
    assert.deepEqual(PolicyFrame.parse((await stream.nextOf('policy')).data), {
      revision: 2,
      published: false,
    });
    await broker.restart();
    assert.deepEqual(PolicyFrame.parse((await stream.nextOf('policy')).data), {
      revision: 2,
      published: true,
    });
    assert.partialDeepStrictEqual(await policyOf(2), { mode: 'observe' });
    await stream.cancel();
  });
});

describe('starting', { timeout: HANG_MS }, () => {
  function prepare() {
    const home = mkdtempSync(join(tmpdir(), 'clawnex-api-start-'));
    const paths = resolvePaths({ CLAWNEX_HOME: home });
    writeBrokerConfig(paths, { port: 1 });
    const env = {
      CLAWNEX_HOME: home,
      CLAWNEX_BROKER_URL: 'nats://127.0.0.1:1',
      CLAWNEX_LOG_LEVEL: 'silent',
      CLAWNEX_DASHBOARD_API_PORT: '0',
    };
    return { home, paths, env, [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }) };
  }

  it('waits for ingest to prepare the database, then runs', async () => {
    using place = prepare();
    const starting = startDaemon(dashboardApi, place.env);
    const db = openStoreWriter(place.paths);
    const state = await Promise.race([starting.then(() => 'started'), Promise.resolve('waiting')]);
    assert.equal(state, 'waiting');
    migrateStore(db);
    db.close();
    const daemon = await starting;
    assert.match(daemon.context.health.snapshot().listens ?? '', /^127\.0\.0\.1:\d+$/);
    await daemon.stop();
  });

  it('says in one sentence that the database is damaged', async () => {
    using place = prepare();
    writeFileSync(place.paths.store, 'this is not a database at all'.repeat(100));
    await assert.rejects(startDaemon(dashboardApi, place.env), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /damaged/);
      return true;
    });
  });

  it('refuses a public address that is no web address', async () => {
    using place = prepare();
    const env = { ...place.env, CLAWNEX_DASHBOARD_API_PUBLIC_URL: 'ftp://soc.example.net' };
    await assert.rejects(startDaemon(dashboardApi, env), /public_url.*http or https/);
  });
});
