import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Committed } from '@clawnex/proto/live.ts';
import { requestCommand } from '@clawnex/shared/bus/commands.ts';
import { connectBusAs } from '@clawnex/shared/bus/connect.ts';
import { onCommitted } from '@clawnex/shared/bus/live.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { publishConfirmed } from '@clawnex/shared/bus/publish-confirmed.ts';
import { startTestBroker, type TestBroker } from '@clawnex/shared/bus/testing/start-broker.ts';
import { until } from '@clawnex/shared/bus/testing/until.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import { createLogger } from '@clawnex/shared/kernel/log.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { litellmRecord } from './testing/litellm-record.ts';
import { judgedData, START_MS } from './testing/make-events.ts';
import { startTestIngest, type TestIngest } from './testing/start-test-ingest.ts';

let home: string;
let broker: TestBroker;
let ingest: TestIngest;

before(async () => {
  home = mkdtempSync(join(tmpdir(), 'clawnex-ingest-'));
  broker = await startTestBroker({ home });
  ingest = await startTestIngest(broker.env);
});
after(async () => {
  await ingest.stop();
  await broker.stop();
  rmSync(home, { recursive: true, force: true });
});

function busAs(user: 'shield' | 'dashboard-api' | 'cli') {
  const paths = resolvePaths(broker.env);
  return connectBusAs(user, { paths, env: broker.env, log: createLogger('cli', broker.env) });
}

async function publish(events: readonly OutgoingEvent[]): Promise<void> {
  const bus = busAs('shield');
  try {
    await publishConfirmed(bus, { host: 'host-a', name: 'shield' }, events);
  } finally {
    await bus.close();
  }
}

function judged(callId: string, origin: 'live' | 'demo' = 'live'): OutgoingEvent<'exchange.judged'> {
  return {
    type: 'exchange.judged',
    id: newId(),
    time: START_MS,
    origin,
    data: judgedData({ call_id: callId }),
  };
}

function count(sql: string): number {
  return Number(Object(ingest.db.prepare(`SELECT count(*) AS n FROM ${sql}`).get()).n);
}
const isStored = (callId: string) => count(`exchanges WHERE call_id = '${callId}'`) === 1;

test('a judged call and its record meet in one row, and the record goes out to the stream once', async () => {
  await publish([judged('joined')]);
  await until('the judgement is stored', () => isStored('joined'));
  const answer = await ingest.postLogs(JSON.stringify([litellmRecord('joined')]));
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), { stored: 1, repeated: 0, skipped: 0 });
  const row = Object(ingest.db.prepare("SELECT * FROM exchanges WHERE call_id = 'joined'").get());
  assert.deepEqual([row.request_verdict, row.log_status, row.cost_microusd], ['allow', 'success', 1_000]);
  const { metrics } = ingest.daemon.context;
  await until('its own event came back from the stream', () => (metrics.snapshot()['events_own'] ?? 0) >= 1);
  assert.equal(count('outgoing_events'), 0);
  assert.equal(count("log_records WHERE exchange = (SELECT seq FROM exchanges WHERE call_id = 'joined')"), 1);
});

test('all three forms of a body are stored, a repeat is known, and what is no record is counted', async () => {
  const [a, b, c] = ['form-a', 'form-b', 'form-c'].map((id) => JSON.stringify(litellmRecord(id)));
  assert.deepEqual(await (await ingest.postLogs(`[${a},null,7,{}]`)).json(), {
    stored: 1,
    repeated: 0,
    skipped: 3,
  });
  assert.deepEqual(await (await ingest.postLogs(`${a}\n${b}\nnot json\n`)).json(), {
    stored: 1,
    repeated: 1,
    skipped: 1,
  });
  assert.deepEqual(await (await ingest.postLogs(String(c))).json(), { stored: 1, repeated: 0, skipped: 0 });
  for (const id of ['form-a', 'form-b', 'form-c']) assert.ok(isStored(id), id);
});

test('no text of a record reaches the disk', async () => {
  const text = 'kept-nowhere-7f3a';
  await ingest.postLogs(
    JSON.stringify(litellmRecord('private', { messages: [{ content: text }], error_str: text })),
  );
  assert.ok(isStored('private'));
  for (const name of readdirSync(home, { recursive: true, encoding: 'utf8' })) {
    const file = join(home, name);
    if (statSync(file).isFile()) assert.ok(!readFileSync(file).includes(text), name);
  }
});

test('without the token nothing is taken, and a body that is no JSON is refused with what to do', async () => {
  const refused = await ingest.postLogs(JSON.stringify(litellmRecord('stranger')), 'wrong');
  assert.equal(refused.status, 401);
  assert.ok(!isStored('stranger'));
  const unreadable = await ingest.postLogs('<html>');
  assert.equal(unreadable.status, 400);
  assert.match(JSON.stringify(await unreadable.json()), /log_format/);
});

test('a storm of repeats changes nothing', async () => {
  const events = Array.from({ length: 40 }, (_, index) => judged(`storm-${index}`));
  await publish(events);
  await until('the calls are stored', () => count("exchanges WHERE call_id LIKE 'storm-%'") === 40);
  const read = () =>
    ingest.db.prepare("SELECT * FROM exchanges WHERE call_id LIKE 'storm-%' ORDER BY seq").all();
  const rows = read();
  const body = events.map(({ data }) => JSON.stringify(litellmRecord(data.call_id))).join('\n');
  const answers = await Promise.all(Array.from({ length: 10 }, () => ingest.postLogs(body)));
  const counts = await Promise.all(answers.map(async (answer) => Object(await answer.json())));
  assert.equal(
    counts.reduce((sum, { stored }) => sum + stored, 0),
    40,
  );
  assert.equal(
    counts.reduce((sum, { repeated }) => sum + repeated, 0),
    360,
  );
  assert.equal(read().length, rows.length);
  assert.equal(
    count("log_records WHERE exchange IN (SELECT seq FROM exchanges WHERE call_id LIKE 'storm-%')"),
    40,
  );
});

test('commits are announced with the revision reached', async () => {
  const bus = busAs('dashboard-api');
  const heard: Committed[] = [];
  onCommitted(bus, (committed) => heard.push(committed));
  await until('the listener is connected', () => bus.connected());
  await bus.connection()?.flush();
  await ingest.postLogs(JSON.stringify(litellmRecord('announced')));
  await until('it was announced', () => heard.length > 0);
  const { revision } = Object(
    ingest.db.prepare("SELECT revision FROM exchanges WHERE call_id = 'announced'").get(),
  );
  await until('the revision was reached', () => heard.some((committed) => committed.revision >= revision));
  assert.deepEqual(heard.at(-1)?.topics, ['exchanges']);
  await bus.close();
});

test('the admin can have the demo removed, and nothing else goes', async () => {
  await publish([judged('shown', 'demo'), judged('kept')]);
  await until('both are stored', () => isStored('shown') && isStored('kept'));
  const bus = busAs('cli');
  await until('the command line is connected', () => bus.connected());
  const answer = await requestCommand(bus, 'ingest', 'purge_demo', {});
  assert.ok(answer.ok);
  assert.equal(answer.value.rows, 2);
  assert.ok(!isStored('shown'));
  assert.ok(isStored('kept'));
  assert.equal(count("audit_events WHERE action = 'demo.purged'"), 1);
  await bus.close();
});

test('health and metrics say what was stored', async () => {
  const health = Object(await (await fetch(`${ingest.url}/health`)).json());
  assert.equal(health.daemon, 'ingest');
  assert.equal(health.state, 'ready');
  assert.ok(health.counters.events_stored >= 1 && health.counters.logs_stored >= 1);
  assert.equal(typeof health.lag, 'number');
  assert.match(await (await fetch(`${ingest.url}/metrics`)).text(), /^clawnex_logs_stored_total \d+$/m);
});

test('with the broker away records are still taken, and their events go out when it is back', async () => {
  await broker.kill();
  await until('ingest has noticed', () => ingest.daemon.context.health.snapshot().state === 'degraded');
  const answer = await ingest.postLogs(JSON.stringify(litellmRecord('offline')));
  assert.equal(answer.status, 200);
  assert.ok(isStored('offline'));
  assert.equal(count('outgoing_events'), 1);
  await broker.restart();
  await until('the event went out', () => count('outgoing_events') === 0);
  await publish([judged('back-again')]);
  await until('events are taken again', () => isStored('back-again'));
  await until('ingest is well again', () => ingest.daemon.context.health.snapshot().state === 'ready');
});

test('a damaged store ends the start with one sentence and is left as it is', async () => {
  const damagedHome = mkdtempSync(join(tmpdir(), 'clawnex-damaged-'));
  const store = join(damagedHome, 'clawnex.db');
  writeFileSync(store, 'SQLite format 3\0 and then something else'.repeat(200));
  const content = readFileSync(store);
  await assert.rejects(startTestIngest({ ...broker.env, CLAWNEX_HOME: damagedHome }), (error) => {
    assert.ok(error instanceof Error);
    assert.equal(error.name, 'ConfigError');
    assert.match(error.message, /is damaged\. Nothing was changed/);
    return true;
  });
  assert.ok(readFileSync(store).equals(content));
  assert.deepEqual(readdirSync(damagedHome), ['clawnex.db']);
  rmSync(damagedHome, { recursive: true });
});
