import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Envelope } from '@clawnex/proto/envelope.ts';
import { EnforcementChanged } from '@clawnex/proto/events/enforcement.ts';
import { ExchangeJudged } from '@clawnex/proto/events/exchange.ts';
import { GuardrailResponse, judgeGuardrail } from '@clawnex/proto/http/shield.ts';
import { DEFAULT_POLICY } from '@clawnex/proto/policy.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import { putConfig } from '@clawnex/shared/bus/config-watch.ts';
import { connectBusAs } from '@clawnex/shared/bus/connect.ts';
import { writeLastGood } from '@clawnex/shared/bus/last-good-config.ts';
import { readStream } from '@clawnex/shared/bus/testing/read-stream.ts';
import { startTestBroker, type TestBroker } from '@clawnex/shared/bus/testing/start-broker.ts';
import { until } from '@clawnex/shared/bus/testing/until.ts';
import { ConfigError } from '@clawnex/shared/kernel/config.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import { startDaemon } from '@clawnex/shared/kernel/lifecycle.ts';
import { createLogger } from '@clawnex/shared/kernel/log.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { shield } from './daemon.ts';
import { chatRequest } from './testing/guardrail-bodies.ts';
import { BENIGN_PROMPT, HOSTILE_RESULT } from './testing/hostile-texts.ts';
import { TurnableClock } from './testing/turnable-clock.ts';

let home: string;
let broker: TestBroker;
before(async () => {
  home = mkdtempSync(join(tmpdir(), 'clawnex-shield-daemon-'));
  broker = await startTestBroker({ home });
});
after(async () => {
  await broker.stop();
  rmSync(home, { recursive: true, force: true });
});

const hostile = () =>
  chatRequest([
    { role: 'user', content: 'Read the page.' },
    { role: 'tool', tool_call_id: 'c', content: HOSTILE_RESULT },
  ]);

async function ask(url: string, body: object): Promise<GuardrailResponse> {
  const token = readFileSync(join(home, 'secrets', 'shield.token'), 'utf8').trim();
  const response = await fetch(`${url}${judgeGuardrail.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': token },
    body: JSON.stringify(body),
  });
  return GuardrailResponse.parse(await response.json());
}

function start(env: NodeJS.ProcessEnv = {}) {
  return startDaemon(shield, { ...broker.env, CLAWNEX_SHIELD_PORT: '0', ...env });
}

async function readCalls(): Promise<Envelope[]> {
  return (await readStream(broker)).filter(({ type }) => type === 'exchange.judged');
}

test('a policy published on the bus is enforced, outlives broker and daemon, and each verdict arrives once', async () => {
  let daemon = await start();
  let url = daemon.context.health.snapshot().listens ?? '';
  const observed = hostile();
  assert.deepEqual(await ask(url, observed), { action: 'NONE' });

  const log = createLogger('cli', broker.env);
  const api = connectBusAs('dashboard-api', { paths: resolvePaths(broker.env), env: broker.env, log });
  await until('dashboard-api connected', () => api.connected());
  const policy = { ...DEFAULT_POLICY, mode: 'block' as const, revision: 1 };
  assert.ok((await putConfig(api, 'policy', policy)).ok);
  const bodies = [observed];
  let action = 'NONE';
  for (let tries = 0; action !== 'BLOCKED' && tries < 500; tries++) {
    bodies.push(hostile());
    action = (await ask(url, bodies.at(-1) ?? {})).action;
  }
  assert.equal(action, 'BLOCKED');
  const health = await requestCommand(api, 'shield', 'health', {});
  assert.ok(health.ok && health.value.state === 'ready', JSON.stringify(health));
  await api.close();

  await broker.kill();
  bodies.push(hostile());
  assert.equal((await ask(url, bodies.at(-1) ?? {})).action, 'BLOCKED');
  await daemon.stop();
  daemon = await start();
  try {
    url = daemon.context.health.snapshot().listens ?? '';
    bodies.push(hostile());
    assert.equal((await ask(url, bodies.at(-1) ?? {})).action, 'BLOCKED');
    await broker.restart();
    await until('everything published', () => daemon.context.health.snapshot().lag === 0);
    const calls = (await readCalls()).map(({ exchange }) => exchange);
    assert.deepEqual(
      calls,
      bodies.map(({ litellm_call_id }) => litellm_call_id),
    );
  } finally {
    await daemon.stop();
  }
});

test('killed under load, every answer that left the shield has its record, once', async () => {
  const sent: string[] = [];
  const program = fileURLToPath(new URL('./main.ts', import.meta.url));
  const run = async (): Promise<[ChildProcess, string]> => {
    const env = { ...process.env, ...broker.env, CLAWNEX_SHIELD_PORT: '0', CLAWNEX_LOG_LEVEL: 'info' };
    const child = spawn(process.execPath, ['--import', 'tsx', program], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    await until('the daemon listens', () => /listens on http/.test(output));
    return [child, /listens on (http:[^"\s]+)/.exec(output)?.[1] ?? ''];
  };
  const [child, url] = await run();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const client = async () => {
    for (let count = 0; count < 200; count++) {
      const body = chatRequest([{ role: 'user', content: `${BENIGN_PROMPT} ${Math.random()}` }]);
      await ask(url, body);
      sent.push(body.litellm_call_id);
      if (sent.length === 100) child.kill('SIGKILL');
    }
  };
  await Promise.allSettled([client(), client(), client(), client()]);
  await gone;
  assert.ok(sent.length >= 100);
  const daemon = await start();
  try {
    await until('everything published', () => daemon.context.health.snapshot().lag === 0);
    const calls = (await readCalls()).map(({ exchange }) => exchange);
    for (const callId of sent) assert.equal(calls.filter((one) => one === callId).length, 1, callId);
  } finally {
    await daemon.stop();
  }
});

test('a busy port and a wrong setting are one clear sentence each', async () => {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  const address = blocker.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    await assert.rejects(start({ CLAWNEX_SHIELD_PORT: String(port) }), (error) => {
      return error instanceof ConfigError && /CLAWNEX_SHIELD_PORT/.test(error.message);
    });
  } finally {
    blocker.close();
  }
  await assert.rejects(start({ CLAWNEX_SHIELD_SCAN_WORKERS: '1' }), ConfigError);
  await assert.rejects(start({ CLAWNEX_SHIELD_DEADLINE: '1' }), /is not a setting/);
});

test('with the broker dead a lifting of enforcement ends by the clock of the shield, and both ends are told', async () => {
  await broker.kill();
  const clock = new TurnableClock();
  const since_ms = clock.now();
  const duration_ms = 15 * 60_000;
  const times = { asked_at_ms: since_ms, since_ms, until_ms: since_ms + duration_ms, duration_ms };
  const lifting = {
    id: newId(since_ms),
    reason: 'the mail server is down',
    by: 'ada',
    confirmed_by: null,
    ...times,
  };
  const file = resolvePaths(broker.env).lastGoodConfig('shield');
  writeLastGood(file, 'break_glass', { serial: 1, value: { revision: 1, lifting } });
  writeLastGood(file, 'policy', {
    serial: 1,
    value: { ...DEFAULT_POLICY, mode: 'block', deadline_ms: 5_000 },
  });
  const daemon = await startDaemon(shield, { ...broker.env, CLAWNEX_SHIELD_PORT: '0' }, clock);
  try {
    const url = daemon.context.health.snapshot().listens ?? '';
    for (let n = 0; n < 5; n++) assert.equal((await ask(url, hostile())).action, 'NONE');
    clock.turn(duration_ms);
    assert.equal((await ask(url, hostile())).action, 'BLOCKED');
    await broker.restart();
    const changes = async () =>
      (await readStream(broker)).filter(({ type }) => type === 'enforcement.changed');
    await until('both ends are told', async () => (await changes()).length === 2);
    const [started, ended] = (await changes()).map(({ data }) => EnforcementChanged.parse(data));
    assert.deepEqual([started?.state, ended?.state, ended?.bypassed], ['started', 'ended', 5]);
    const decisions = (await readCalls()).flatMap(
      ({ data }) => ExchangeJudged.parse(data).settled?.break_glass ?? [],
    );
    assert.deepEqual(decisions, Array(5).fill(lifting.id));
  } finally {
    await daemon.stop();
  }
});
