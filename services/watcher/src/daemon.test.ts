import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Envelope } from '@clawnex/proto/envelope.ts';
import { ScanCompleted } from '@clawnex/proto/events/scan.ts';
import { SessionObserved } from '@clawnex/proto/events/session.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import { connectBusAs } from '@clawnex/shared/bus/connect.ts';
import { readStream } from '@clawnex/shared/bus/testing/read-stream.ts';
import { startTestBroker, type TestBroker } from '@clawnex/shared/bus/testing/start-broker.ts';
import { until } from '@clawnex/shared/bus/testing/until.ts';
import { systemClock } from '@clawnex/shared/kernel/clock.ts';
import { type RunningDaemon, startDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { watcher } from './daemon.ts';
import { AgentDatabase } from './testing/agent-database.ts';
import { HOSTILE, header, line, SESSION, toolReturns, userSays } from './testing/transcript.ts';

describe('the watcher', () => {
  let root = '';
  let home = '';
  let file = '';
  let broker: TestBroker;
  let running: RunningDaemon[] = [];
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'clawnex-watcher-'));
    home = join(root, 'openclaw');
    const folder = join(home, 'agents', 'main', 'sessions');
    mkdirSync(folder, { recursive: true });
    file = join(folder, `${SESSION}.jsonl`);
    writeFileSync(file, line(header()) + line(userSays(1, 'canary-of-the-user')));
    broker = await startTestBroker({ home: join(root, 'clawnex') });
    running = [];
  });
  afterEach(async () => {
    for (const daemon of running) await daemon.stop();
    await broker.stop();
    rmSync(root, { recursive: true, force: true });
  });

  async function start(settings: NodeJS.ProcessEnv = {}): Promise<RunningDaemon> {
    const env = { ...broker.env, CLAWNEX_HOST: 'host-a', CLAWNEX_WATCHER_HOMES: home, ...settings };
    const daemon = await startDaemon(watcher, env);
    running.push(daemon);
    return daemon;
  }
  const observed = (events: readonly Envelope[]) =>
    events
      .filter((event) => event.type === 'session.observed')
      .map((event) => SessionObserved.parse(event.data).entry_id);
  const counter = (daemon: RunningDaemon, name: string) => daemon.context.metrics.snapshot()[name] ?? 0;

  test('tells of all history, then of new lines and rows without waiting for the sweep', async () => {
    const database = new AgentDatabase(home, 'ops');
    database.append('s-db', header('s-db'));
    await start({ CLAWNEX_WATCHER_SWEEP_S: '3600' });
    await until('history', async () => observed(await readStream(broker)).length === 3);
    appendFileSync(file, line(toolReturns(2, 'web_fetch', HOSTILE)));
    database.append('s-db', userSays(7, 'hello'));
    await until('live', async () => observed(await readStream(broker)).length === 5);
    database.close();

    const events = await readStream(broker);
    const scans = events.filter((event) => event.type === 'scan.completed');
    assert.equal(scans.length, 1);
    const [scan] = scans;
    const data = ScanCompleted.parse(scan?.data);
    assert.equal(data.block.verdict, 'block');
    assert.equal(data.block.origin, 'tool_result');
    assert.equal(data.tool, 'web_fetch');
    assert.equal(data.scan_source, 'openclaw_jsonl');
    assert.deepEqual(
      [scan?.host, scan?.instance, scan?.agent, scan?.session, scan?.origin],
      ['host-a', home, 'main', SESSION, 'live'],
    );
    assert.equal(scan?.time, Date.UTC(2026, 10, 24, 9, 0, 2));
    const row = events.find((event) => event.session === 's-db');
    assert.deepEqual([row?.agent, row?.instance], ['ops', home]);
    assert.doesNotMatch(JSON.stringify(events), /canary-of-the-user/);
  });

  test('finds agents and homes that come later', async () => {
    const later = join(root, 'openclaw-later');
    await start({
      CLAWNEX_WATCHER_HOMES: `${home},${join(root, 'openclaw-*')}`,
      CLAWNEX_WATCHER_SWEEP_S: '1',
    });
    await until('history', async () => observed(await readStream(broker)).length === 2);
    for (const folder of [
      join(home, 'agents', 'new', 'sessions'),
      join(later, 'agents', 'main', 'sessions'),
    ]) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'x.jsonl'), line(userSays(1, folder)));
    }
    await until('both', async () => observed(await readStream(broker)).length === 4);
  });

  test('finds what comes later, whatever happens to the clock', async () => {
    let skew_ms = 0;
    const clock = { ...systemClock, now: () => Date.now() + skew_ms };
    const later = join(root, 'openclaw-later');
    const settings = { CLAWNEX_WATCHER_HOMES: join(root, 'openclaw*'), CLAWNEX_WATCHER_SWEEP_S: '0.2' };
    running.push(await startDaemon(watcher, { ...broker.env, CLAWNEX_HOST: 'host-a', ...settings }, clock));
    await until('history', async () => observed(await readStream(broker)).length === 2);
    for (const [n, year_ms] of [-1, 2].map((years) => years * 365 * 86_400_000).entries()) {
      skew_ms = year_ms;
      const folder = join(later, 'agents', `a${n}`, 'sessions');
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `x-${n}.jsonl`), line(userSays(1, folder)));
      await until('the new one', async () => observed(await readStream(broker)).length === 3 + n);
    }
  });

  test('goes on where it was after a restart: nothing is skipped and nothing read again', async () => {
    const first = await start();
    await until('history', async () => observed(await readStream(broker)).length === 2);
    await first.stop();
    appendFileSync(file, line(userSays(2, 'while away')));
    const second = await start();
    await until('what came meanwhile', async () => observed(await readStream(broker)).length === 3);
    assert.equal(counter(second, 'entries_read'), 1);
    assert.equal(counter(second, 'sources_restarted'), 0);
  });

  test('loses nothing while the broker is away, at its start or later', async () => {
    await broker.kill();
    const daemon = await start();
    await until('the problem', () => daemon.context.health.snapshot().state === 'degraded');
    await broker.restart();
    await until('history', async () => observed(await readStream(broker)).length === 2);
    await broker.kill();
    appendFileSync(file, line(userSays(2, 'in the dark')) + line(userSays(3, 'still')));
    await broker.restart();
    await until('what came meanwhile', async () => observed(await readStream(broker)).length === 4);
    assert.deepEqual(observed(await readStream(broker)), [SESSION, 'e1', 'e2', 'e3']);
  });

  test('tells once of a source that it cannot read, shows it in health, and recovers', async () => {
    const folder = join(home, 'agents', 'broken', 'agent');
    mkdirSync(folder, { recursive: true });
    const database = join(folder, 'openclaw-agent.sqlite');
    writeFileSync(database, 'no database at all '.repeat(100));
    const daemon = await start({ CLAWNEX_WATCHER_SWEEP_S: '0.2' });
    const noticed = async () => (await readStream(broker)).filter((event) => event.type === 'daemon.noticed');
    await until('the notice', async () => (await noticed()).length === 1);
    const { problems, state } = daemon.context.health.snapshot();
    assert.equal(state, 'degraded');
    assert.match(problems[0] ?? '', /openclaw-agent\.sqlite is not a whole SQLite database/);
    rmSync(database);
    await until('recovery', () => daemon.context.health.snapshot().state === 'ready');
    assert.equal((await noticed()).length, 1);
  });

  test('tells how far it is, and scans again on command without telling anything twice', async () => {
    appendFileSync(file, line(toolReturns(2, 'web_fetch', HOSTILE)));
    const daemon = await start();
    await until('history', async () => observed(await readStream(broker)).length === 3);
    const cli = connectBusAs('cli', {
      paths: daemon.context.paths,
      env: broker.env,
      log: daemon.context.log,
    });
    try {
      await new Promise<void>((resolve) => cli.onConnected(() => resolve()));
      await until('all read', async () => {
        const status = await requestCommand(cli, 'watcher', 'watch_status', {});
        return status.ok && status.value.bytes.total > 0 && status.value.bytes.left_s === 0;
      });
      const before = await readStream(broker);
      const asked = await requestCommand(cli, 'watcher', 'rescan', { since_ms: 0 });
      assert.ok(asked.ok);
      await until('the rescan', () => counter(daemon, 'rescan_found') === 1);
      await until('its end', async () => {
        const status = await requestCommand(cli, 'watcher', 'watch_status', {});
        return status.ok && status.value.rescan === null;
      });
      assert.equal(counter(daemon, 'rescan_entries'), 3);
      assert.deepEqual(await readStream(broker), before);
    } finally {
      await cli.close();
    }
  });

  test('reads every runtime that it finds', async () => {
    const codex = join(root, 'codex', 'sessions', '2026', '11', '24');
    mkdirSync(codex, { recursive: true });
    const said = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hello' }] };
    const rollout = join(codex, 'rollout-2026-11-24T09-00-00-01a20369-4fe7-7212-9b4d-15128094dd78.jsonl');
    writeFileSync(rollout, line({ type: 'response_item', payload: said }));
    await start({ CLAWNEX_WATCHER_HOMES: `${home},${join(root, 'codex')}`, CLAWNEX_WATCHER_SWEEP_S: '3600' });
    await until('history', async () => observed(await readStream(broker)).length === 3);
    appendFileSync(rollout, line({ type: 'response_item', payload: { ...said, role: 'assistant' } }));
    await until('the answer', async () => observed(await readStream(broker)).length === 4);
    const last = (await readStream(broker)).at(-1);
    assert.deepEqual([last?.agent, last?.session], ['codex', '01a20369-4fe7-7212-9b4d-15128094dd78']);
  });

  test('masks a secret that it finds before it leaves', async () => {
    const secret = `ghp_${'aB3dE6gH9j'.repeat(3)}kL2mN5`;
    appendFileSync(file, line(toolReturns(2, 'exec', `GITHUB_TOKEN=${secret}`)));
    await start();
    await until('history', async () => observed(await readStream(broker)).length === 3);
    const events = await readStream(broker);
    assert.equal(events.filter((event) => event.type === 'scan.completed').length, 1);
    assert.ok(!JSON.stringify(events).includes(secret));
  });

  test('tells of a new line while history is still being read', async () => {
    const old = Array.from({ length: 20_000 }, (_, n) => line(userSays(n, 'history '.repeat(50))));
    writeFileSync(join(home, 'agents', 'main', 'sessions', 'old.jsonl'), old.join(''));
    const daemon = await start({
      CLAWNEX_WATCHER_SWEEP_S: '3600',
      CLAWNEX_WATCHER_HISTORY_CPU_PERCENT: '20',
    });
    await until('some history', async () => counter(daemon, 'entries_read') > 400);
    appendFileSync(file, line(toolReturns(2, 'web_fetch', HOSTILE)));
    const scans = async () => (await readStream(broker)).filter((event) => event.type === 'scan.completed');
    await until('the new line', async () => (await scans()).length === 1);
    assert.ok(counter(daemon, 'bytes_behind') > 1024 * 1024);
  });

  test('stops within its time in the middle of a long history', async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => line(userSays(n + 2, 'history '.repeat(50))));
    appendFileSync(file, lines.join(''));
    const daemon = await start({ CLAWNEX_WATCHER_HISTORY_CPU_PERCENT: '20' });
    await until('some of it', async () => counter(daemon, 'entries_read') > 500);
    assert.ok((daemon.context.health.snapshot().lag ?? 0) > 1_000);
    await daemon.stop();
    assert.ok(counter(daemon, 'entries_read') < 20_000);
  });
});
