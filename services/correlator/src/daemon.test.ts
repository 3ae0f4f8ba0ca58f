import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AlertRaised, IncidentChanged } from '@clawnex/proto/events/incident.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import { connectBusAs } from '@clawnex/shared/bus/connect.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { publishConfirmed } from '@clawnex/shared/bus/publish-confirmed.ts';
import { putConfig } from '@clawnex/shared/bus/put-config.ts';
import { readStream } from '@clawnex/shared/bus/testing/read-stream.ts';
import { startTestBroker, type TestBroker } from '@clawnex/shared/bus/testing/start-broker.ts';
import { until } from '@clawnex/shared/bus/testing/until.ts';
import { ConfigError } from '@clawnex/shared/kernel/config.ts';
import { type RunningDaemon, startDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { createLogger } from '@clawnex/shared/kernel/log.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { correlator } from './daemon.ts';
import { judged, T0 } from './testing/received-events.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

describe('the correlator', () => {
  let home = '';
  let broker: TestBroker;
  let stops: (() => Promise<unknown>)[] = [];
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'clawnex-correlator-'));
    broker = await startTestBroker({ home });
    stops = [];
  });
  afterEach(async () => {
    for (const stop of stops.toReversed()) await stop();
    await broker.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function start(settings: NodeJS.ProcessEnv = {}): Promise<RunningDaemon> {
    const daemon = await startDaemon(correlator, { ...broker.env, ...settings });
    stops.push(() => daemon.stop());
    return daemon;
  }
  function busOf(user: 'shield' | 'cli' | 'dashboard-api') {
    const bus = connectBusAs(user, {
      paths: resolvePaths(broker.env),
      env: broker.env,
      log: createLogger('cli', broker.env),
    });
    stops.push(() => bus.close());
    return bus;
  }
  const burst = (session: string, origin: 'live' | 'demo' = 'live', count = 3): OutgoingEvent[] =>
    Array.from({ length: count }, (_, n) => {
      const { type, data, envelope } = judged({
        call: `${session}-${n}`,
        at_ms: T0 + n * 1_000,
        session,
        origin,
      });
      assert.ok(type === 'exchange.judged');
      const { id, time, agent } = envelope;
      return { type, data, id, time, origin, session, agent };
    });
  const publish = (events: readonly OutgoingEvent[]) =>
    publishConfirmed(busOf('shield'), { host: 'host-a', name: 'shield' }, events);
  const raised = async () =>
    (await readStream(broker))
      .filter((event) => event.type === 'alert.raised')
      .map((event) => ({ ...AlertRaised.parse(event.data), origin: event.origin }))
      .filter(({ rule }) => rule === 'three_blocks_in_one_session' || rule === 'own');

  test('turns three blocks of a session into an alert and an incident on the stream', async () => {
    const daemon = await start();
    await publish(burst('s-9'));
    await until('the alert', async () => (await raised()).length === 1);
    const events = await readStream(broker);
    const incident = events.find((event) => event.type === 'incident.changed');
    const { title, why, alert_count } = IncidentChanged.parse(incident?.data);
    assert.equal(title, 'Three blocks in one session: session s-9');
    assert.match(why, /^Session s-9 of agent main on host-a had 3 block verdicts within 5 min\.$/);
    assert.equal(alert_count, 1);
    assert.equal(incident?.session, 's-9');
    assert.equal(incident?.time, T0 + 2_000);
    await until('its own events', () => daemon.context.metrics.snapshot()['events_seen'] === 5);
    assert.equal(daemon.context.metrics.snapshot()['stream_position'], 5);
  });

  test('raises what came while it was away, and what it had raised it does not raise again', async () => {
    const first = await start();
    await publish(burst('s-1'));
    await until('the first', async () => (await raised()).length === 1);
    await first.stop();
    await publish([...burst('s-1', 'live', 4), ...burst('s-2')]);
    await start();
    await until('the second', async () => (await raised()).length === 2);
    assert.equal(new Set((await raised()).map((alert) => alert.alert_id)).size, 2);
  });

  test('publishes after the broker was away', async () => {
    const daemon = await start();
    await publish(burst('s-1', 'live', 2));
    await until('both', () => daemon.context.metrics.snapshot()['events_seen'] === 2);
    await broker.kill();
    await broker.restart();
    await publish(burst('s-1'));
    await until('the alert', async () => (await raised()).length === 1);
  });

  test('keeps the demo apart and removes it on command', async () => {
    await start();
    await publish([...burst('s-1', 'demo'), ...burst('s-2'), ...burst('s-3', 'demo', 2)]);
    await until('both', async () => (await raised()).length === 2);
    assert.deepEqual((await raised()).map((alert) => [alert.entity.id, alert.origin]).sort(), [
      ['s-1', 'demo'],
      ['s-2', 'live'],
    ]);
    const cli = busOf('cli');
    await until('a connection', () => cli.connected());
    const answer = await requestCommand(cli, 'correlator', 'purge_demo', {});
    // For one rule alone two groups with five events in all, an alert and its name, an incident.
    assert.ok(answer.ok && answer.value.rows >= 2 + 5 + 2 + 1);
    assert.deepEqual(await requestCommand(cli, 'correlator', 'purge_demo', {}), {
      ok: true,
      value: { rows: 0 },
    });
  });

  test('takes own rules while it runs, keeps what did not change, and keeps faulty ones out', async () => {
    const daemon = await start();
    const desk = busOf('dashboard-api');
    const cli = busOf('cli');
    await until('connections', () => desk.connected() && cli.connected());
    await publish(burst('s-1', 'live', 2));
    await until('both', () => daemon.context.metrics.snapshot()['events_seen'] === 2);
    const yaml = `title: Own\nname: own\nlevel: low\ndetection: { s: { type: exchange.judged, session: s-7 }, condition: s }\n`;
    const state = async () => {
      const answer = await requestCommand(cli, 'correlator', 'correlation_state', {});
      assert.ok(answer.ok);
      return answer.value;
    };
    assert.ok((await putConfig(desk, 'correlation_rules', { revision: 1, yaml })).ok);
    await until('the rule', async () => (await state()).rules.some((rule) => rule.source === 'own'));
    assert.ok((await putConfig(desk, 'correlation_rules', { revision: 2, yaml: 'title: [' })).ok);
    await until('the problem', () =>
      daemon.context.health.snapshot().problems.some((problem) => problem.includes('not in force')),
    );
    const tried = await requestCommand(cli, 'correlator', 'try_rules', { yaml: yaml.replace('s-7', 's-1') });
    assert.ok(tried.ok);
    assert.equal(tried.value.alerts_total, 2);
    // The third of a session whose first two came before the change.
    await publish([...burst('s-1', 'live', 3).slice(2), ...burst('s-7', 'live', 1)]);
    await until('both alerts', async () => (await raised()).length >= 2);
    assert.deepEqual((await raised()).map((alert) => alert.rule).sort(), [
      'own',
      'three_blocks_in_one_session',
    ]);
    const { threat, rules } = await state();
    assert.ok(threat.score > 0);
    assert.equal(threat.contributions[0]?.entity.kind, 'session');
    assert.equal(rules.find((rule) => rule.rule === 'three_blocks_in_one_session')?.hits, 1);
  });

  test('says in one sentence that a rule is wrong, and does not start', async () => {
    writeFileSync(join(home, 'mine.yaml'), 'title: x\ncorrelation: {}\n');
    await assert.rejects(start({ CLAWNEX_CORRELATOR_RULES_DIR: home }), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /^correlator: mine\.yaml:\d+:\d+ .+/);
      return true;
    });
  });

  test('says in one sentence that its database is damaged, and leaves it as it is', async () => {
    writeFileSync(resolvePaths(broker.env).correlatorStore, 'not a database'.repeat(100));
    await assert.rejects(start(), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /correlator\.db is damaged/);
      return true;
    });
  });

  test('killed again and again in the middle of its work raises each alert once', async () => {
    const sessions = Array.from({ length: 120 }, (_, n) => `s-${n}`);
    const all = sessions.flatMap((session) => burst(session));
    // Thirds last: each session's window is open over several kills.
    const thirds = all.filter((_, index) => index % 3 === 2);
    const others = all.filter((_, index) => index % 3 !== 2);
    let child: ChildProcess | undefined;
    const launch = () => {
      const env = { ...process.env, ...broker.env };
      child = spawn(process.execPath, ['--import', 'tsx', MAIN], { env, stdio: 'ignore' });
    };
    const kill = async () => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child?.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    };
    stops.push(kill);
    const bus = busOf('shield');
    const seen = async () => (await readStream(broker)).length;
    const send = (events: readonly OutgoingEvent[]) =>
      publishConfirmed(bus, { host: 'host-a', name: 'shield' }, events);
    await send(others);
    for (const kills of [0, 1, 2, 3, 4, 5]) {
      launch();
      await send(thirds.slice(kills * 20, (kills + 1) * 20));
      const before = await seen();
      // A little later each time: between commit and publishing, in the middle of publishing, or after it.
      await until('work', async () => (await seen()) > before + kills * 3);
      await kill();
    }
    launch();
    await until(
      'all alerts',
      async () => new Set((await raised()).map((each) => each.entity.id)).size === 120,
    );
    const alerts = await raised();
    assert.equal(alerts.length, 120);
    assert.equal(new Set(alerts.map((alert) => alert.alert_id)).size, 120);
    // All are sessions of one agent within seconds.
    assert.equal(new Set(alerts.map((alert) => alert.incident_id)).size, 1);
  });
});
