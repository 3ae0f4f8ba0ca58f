import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { CONSUMERS } from '@clawnex/proto/subjects.ts';
import { connectBusAs } from '@clawnex/shared/bus/connect.ts';
import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { publishConfirmed } from '@clawnex/shared/bus/publish-confirmed.ts';
import { startTestBroker, type TestBroker } from '@clawnex/shared/bus/testing/start-broker.ts';
import { until } from '@clawnex/shared/bus/testing/until.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import { EXIT_CONFIG } from '@clawnex/shared/kernel/lifecycle.ts';
import { createLogger } from '@clawnex/shared/kernel/log.ts';
import { resolvePaths } from '@clawnex/shared/kernel/paths.ts';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import { openStoreReader } from '@clawnex/shared/store/open-store.ts';
import { mountSmallDisk } from '@clawnex/shared/store/testing/small-disk.ts';
import { spawnIngest } from './testing/ingest-process.ts';
import { litellmRecord } from './testing/litellm-record.ts';
import { judgedData, START_MS } from './testing/make-events.ts';
import { startTestIngest } from './testing/start-test-ingest.ts';

let home: string;
let broker: TestBroker;

before(async () => {
  home = mkdtempSync(join(tmpdir(), 'clawnex-faults-'));
  broker = await startTestBroker({ home });
});
after(async () => {
  await broker.stop();
  rmSync(home, { recursive: true, force: true });
});

async function publishJudged(prefix: string, calls: number): Promise<void> {
  const paths = resolvePaths(broker.env);
  const bus = connectBusAs('shield', { paths, env: broker.env, log: createLogger('cli', broker.env) });
  const events = Array.from({ length: calls }, (_, index): OutgoingEvent<'exchange.judged'> => {
    const time = START_MS + index * 1_000;
    return {
      type: 'exchange.judged',
      id: newId(),
      time,
      data: judgedData({ call_id: `${prefix}-${index}` }),
    };
  });
  await publishConfirmed(bus, { host: 'host-a', name: 'shield' }, events);
  await bus.close();
}

/** A home of its own that shares the broker and its keys. */
function separateHome(folder: string): NodeJS.ProcessEnv {
  cpSync(join(home, 'secrets'), join(folder, 'secrets'), { recursive: true });
  return { ...broker.env, CLAWNEX_HOME: folder };
}

function countIn(env: NodeJS.ProcessEnv, sql: string): number {
  const db = openStoreReader(resolvePaths(env));
  try {
    return Number(Object(db.prepare(`SELECT count(*) AS n FROM ${sql}`).get()).n);
  } finally {
    db.close();
  }
}

const WRONG_MINUTES = `(SELECT origin, minute_ms, verdict, exchanges FROM exchange_minutes EXCEPT
  SELECT origin, at_ms - at_ms % 60000, coalesce(verdict, 'unjudged'), count(*) FROM exchanges GROUP BY 1, 2, 3)`;

/** What a killed process had fetched comes again after the consumer's wait for acknowledgements; then some for a slow machine. */
const OFFERED_AGAIN_MS = CONSUMERS.ingest.ack_wait_ms + 30_000;

test('killed between commit and acknowledgement, each event has its effect once', async () => {
  const calls = 2_000;
  await publishJudged('killed', calls);
  for (const attempt of [1, 2]) {
    const dying = spawnIngest({ ...broker.env, COMMITS_BEFORE_DEATH: '2' }, 'testing/die-after-commit.ts');
    assert.equal(await dying.ended, 'SIGKILL', `attempt ${attempt}: ${dying.output()}`);
  }
  const stored = countIn(broker.env, "exchanges WHERE call_id LIKE 'killed-%'");
  assert.ok(stored > 0 && stored < calls, `died in the middle, with ${stored} stored`);
  const ingest = await startTestIngest(broker.env);
  try {
    const { health, metrics } = ingest.daemon.context;
    const all = () => countIn(broker.env, "exchanges WHERE call_id LIKE 'killed-%'") === calls;
    await until('everything is stored', all, OFFERED_AGAIN_MS);
    await until('nothing waits', () => health.snapshot().lag === 0, OFFERED_AGAIN_MS);
    assert.equal(countIn(broker.env, 'judgements'), calls);
    assert.equal(countIn(broker.env, 'event_ids'), calls);
    assert.equal(countIn(broker.env, WRONG_MINUTES), 0);
    assert.ok((metrics.snapshot()['events_repeated'] ?? 0) > 0, 'some were offered again');
  } finally {
    await ingest.stop();
  }
});

test('killed at any moment under load, no record that was answered is lost and none is there twice', async () => {
  const token = readOrCreateSecret(resolvePaths(broker.env), 'ingest.token');
  let ingest = spawnIngest(broker.env);
  let url = await ingest.url;
  /** What LiteLLM does with max_retries: the same body again until it is answered with 2xx. */
  async function deliver(body: string): Promise<void> {
    for (;;) {
      const headers = { 'x-api-key': token, 'content-type': 'application/json' };
      const answer = await fetch(`${url}/litellm/logs`, { method: 'POST', headers, body }).catch(() => null);
      if (answer?.status === 200) return;
      await wait(30);
    }
  }
  const bodies = Array.from({ length: 120 }, (_, batch) =>
    Array.from({ length: 5 }, (_unused, index) =>
      JSON.stringify(litellmRecord(`load-${batch}-${index}`)),
    ).join('\n'),
  );
  const queue = [...bodies];
  const worker = async () => {
    for (let body = queue.pop(); body !== undefined; body = queue.pop()) await deliver(body);
  };
  const delivering = Promise.all([worker(), worker(), worker()]);
  for (const remaining of [90, 50, 20]) {
    await until('the load goes on', () => queue.length <= remaining);
    await ingest.kill();
    ingest = spawnIngest(broker.env);
    url = await ingest.url;
  }
  await delivering;
  await until('the events went out', () => countIn(broker.env, 'outgoing_events') === 0);
  await ingest.kill();
  assert.equal(countIn(broker.env, "exchanges WHERE call_id LIKE 'load-%'"), 600);
  assert.equal(countIn(broker.env, 'log_records'), 600);
  assert.equal(countIn(broker.env, WRONG_MINUTES), 0);
});

test('a full disk is answered with 503 and said in health, and passes without a restart', async (t) => {
  const disk = mountSmallDisk(12 * 1024 ** 2);
  if (!disk.ok) return t.skip(disk.reason);
  t.after(disk.remove);
  const env = separateHome(disk.folder);
  const ingest = await startTestIngest(env);
  t.after(() => ingest.stop());
  const post = async (callId: string) =>
    (await ingest.postLogs(JSON.stringify(litellmRecord(callId)))).status;
  assert.equal(await post('before'), 200);

  const filler = join(disk.folder, 'filler');
  const { bavail, bsize } = statfsSync(disk.folder);
  writeFileSync(filler, Buffer.alloc((bavail - 4) * bsize));
  const refused: string[] = [];
  await until('the disk is full', async () => {
    const callId = `full-${refused.length}`;
    const status = await post(callId);
    if (status === 200) return false;
    assert.equal(status, 503);
    refused.push(callId);
    return true;
  });
  // Four pages are free: a small write between two refusals may still succeed and clear the problem for a moment.
  await until('health says that the disk is full', async () => {
    const callId = `full-${refused.length}`;
    if ((await post(callId)) === 503) refused.push(callId);
    const { state, problems } = ingest.daemon.context.health.snapshot();
    return state === 'degraded' && problems.some((problem) => problem.includes('is full'));
  });
  await publishJudged('while-full', 30);
  await wait(200);
  assert.equal(countIn(env, "exchanges WHERE call_id LIKE 'while-full-%'") < 30, true);

  rmSync(filler);
  for (const callId of refused) assert.equal(await post(callId), 200);
  await until('the events came in', () => countIn(env, "exchanges WHERE call_id LIKE 'while-full-%'") === 30);
  await until('ingest is well', () => ingest.daemon.context.health.snapshot().state === 'ready');
  assert.equal(countIn(env, `exchanges WHERE call_id = '${refused[0]}'`), 1);
});

test('a damaged store makes the process end with 78 and one sentence', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'clawnex-damaged-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const env = separateHome(folder);
  const store = join(folder, 'clawnex.db');
  writeFileSync(store, 'no database at all\n'.repeat(500));
  const before = readFileSync(store);
  const ingest = spawnIngest(env);
  assert.equal(await ingest.ended, EXIT_CONFIG);
  const lines = ingest.output().trim().split('\n');
  assert.equal(lines.length, 1, ingest.output());
  assert.match(
    Object(JSON.parse(String(lines[0]))).msg,
    /^The database .* is damaged\. Nothing was changed: /,
  );
  assert.ok(readFileSync(store).equals(before));
});
