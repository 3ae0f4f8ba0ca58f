import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { RunningDaemon } from '../kernel/lifecycle.ts';
import { createLogger } from '../kernel/log.ts';
import { resolvePaths } from '../kernel/paths.ts';
import { type CommandHandlers, requestCommand, serveCommands } from './commands.ts';
import { type Bus, connectBus, connectBusAs } from './connect.ts';
import { connectRaw } from './testing/read-stream.ts';
import { startTestBroker, type TestBroker } from './testing/start-broker.ts';
import { startContext } from './testing/start-context.ts';
import { until } from './testing/until.ts';

const SNAPSHOT = { snapshot_id: '00000000-0000-7000-8000-000000000001', findings: 3, failed: 1 };

describe('commands', () => {
  const home = mkdtempSync(join(tmpdir(), 'clawnex-commands-'));
  let broker: TestBroker;
  let cli: Bus;
  let daemons: RunningDaemon[] = [];
  before(async () => {
    broker = await startTestBroker({ home });
    cli = connectBusAs('cli', {
      paths: resolvePaths(broker.env),
      env: broker.env,
      log: createLogger('cli', broker.env),
    });
    await until('the cli is connected', () => cli.connected());
  });
  afterEach(async () => {
    for (const daemon of daemons) await daemon.stop();
    daemons = [];
  });
  after(async () => {
    await cli.close();
    await broker.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function serve(handlers: CommandHandlers): Promise<void> {
    let bus: Bus | undefined;
    daemons.push(
      await startContext('host-scanner', broker.env, (context) => {
        bus = connectBus(context);
        serveCommands(context, bus, handlers);
      }),
    );
    await until('the daemon is connected', () => bus?.connected() === true);
    await bus?.connection()?.flush();
  }

  it('are answered by the daemon they name; health without a handler', async () => {
    await serve({ run: async () => SNAPSHOT });
    assert.deepEqual(await requestCommand(cli, 'host-scanner', 'run', {}), { ok: true, value: SNAPSHOT });
    const health = await requestCommand(cli, 'host-scanner', 'health', {});
    assert.equal(health.ok && health.value.daemon, 'host-scanner');
  });

  it('carry a refusal with its code', async () => {
    await serve({ run: async () => ({ error: { code: 'conflict', message: 'One is running.' } }) });
    const answer = await requestCommand(cli, 'host-scanner', 'run', {});
    assert.deepEqual(answer, { ok: false, code: 'conflict', message: 'One is running.' });
  });

  it('answer internal, without details, when the handler throws or answers something else', async () => {
    await serve({ run: () => Promise.reject(new Error('secret detail')) });
    const thrown = await requestCommand(cli, 'host-scanner', 'run', {});
    assert.equal(thrown.ok ? '' : thrown.code, 'internal');
    assert.doesNotMatch(JSON.stringify(thrown), /secret/);
  });

  it('refuse a request that its schema refuses', async () => {
    await serve({ run: async () => SNAPSHOT });
    const raw = await connectRaw(broker, 'cli', '_INBOX_cli');
    for (const body of ['{"more": 1}', 'no json', '']) {
      const reply = `_INBOX_cli.cmd.host-scanner.${body.length}`;
      const answer = await raw.request('clawnex.cmd.host-scanner.run', body, {
        timeout: 2_000,
        noMux: true,
        reply,
      });
      assert.match(answer.string(), /"code":"bad_request"/);
    }
    await raw.close();
  });

  it('say that a daemon is not running, at once', async () => {
    const answer = await requestCommand(cli, 'host-scanner', 'health', {});
    assert.deepEqual(answer, { ok: false, code: 'unavailable', message: 'host-scanner is not running.' });
  });

  it('time out when the daemon does not answer in the deadline', async () => {
    const raw = await connectRaw(broker, 'correlator');
    raw.subscribe('clawnex.cmd.correlator.health', { callback: () => undefined });
    await raw.flush();
    const answer = await requestCommand(cli, 'correlator', 'health', {});
    assert.equal(answer.ok ? '' : answer.code, 'timed_out');
    await raw.close();
  });

  it('are refused by the broker to a user who may not send them', async () => {
    await serve({ run: async () => SNAPSHOT });
    let shield: Bus | undefined;
    daemons.push(
      await startContext('shield', broker.env, (context) => {
        shield = connectBus(context);
      }),
    );
    assert.ok(shield !== undefined);
    const bus = shield;
    await until('the shield is connected', () => bus.connected());
    const answer = await requestCommand(bus, 'host-scanner', 'run', {});
    assert.equal(answer.ok ? '' : answer.code, 'refused');
  });

  it('are served again after the broker was killed', async () => {
    await serve({ run: async () => SNAPSHOT });
    await broker.kill();
    const away = await requestCommand(cli, 'host-scanner', 'run', {});
    assert.equal(away.ok ? '' : away.code, 'unavailable');
    await broker.restart();
    await until('it answers again', async () => (await requestCommand(cli, 'host-scanner', 'run', {})).ok);
  });

  it('must all be served: a missing handler shows at the start', async () => {
    await assert.rejects(serve({}), /host-scanner must serve the command run/);
  });
});
