import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { DaemonNoticed } from '@clawnex/proto/events/daemon.ts';
import type { RunningDaemon } from '../kernel/lifecycle.ts';
import { connectBus } from './connect.ts';
import { type Outbox, openOutbox, SpoolError } from './outbox.ts';
import { readStream } from './testing/read-stream.ts';
import { noticed } from './testing/sample-events.ts';
import { startTestBroker, type TestBroker } from './testing/start-broker.ts';
import { startContext } from './testing/start-context.ts';
import { until } from './testing/until.ts';

describe('the outbox', () => {
  let home = '';
  let broker: TestBroker;
  let daemon: RunningDaemon | undefined;
  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'clawnex-outbox-'));
    broker = await startTestBroker({ home });
  });
  afterEach(async () => {
    await daemon?.stop();
    await broker.restart();
  });
  after(async () => {
    await broker.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function startOutbox(options: { bytes_max?: number } = {}) {
    let outbox: Outbox | undefined;
    daemon = await startContext('shield', broker.env, (context) => {
      outbox = openOutbox(context, connectBus(context), options);
    });
    assert.ok(outbox !== undefined);
    return { daemon, outbox };
  }
  const counts = async () =>
    (await readStream(broker)).map((envelope) => DaemonNoticed.parse(envelope.data).count);
  const spoolFiles = () => readdirSync(join(home, 'spool', 'shield'));

  it('brings every event to the stream, in order, and leaves nothing on disk', async () => {
    const { daemon, outbox } = await startOutbox();
    const ids = Array.from({ length: 500 }, (_, count) => outbox.append(noticed(count)));
    await outbox.flushed();
    assert.equal(outbox.pending(), 0);
    assert.deepEqual(
      (await readStream(broker)).map(({ id }) => id),
      ids,
    );
    await daemon.stop();
    assert.deepEqual(spoolFiles(), []);
  });

  it('takes events while the broker is away, also over a restart of the daemon, and publishes them later', async () => {
    await broker.stop();
    const first = await startOutbox();
    const ids = Array.from({ length: 20 }, (_, count) => first.outbox.append(noticed(1_000 + count)));
    assert.equal(first.outbox.pending(), 20);
    await until('health says so', () => first.daemon.context.health.snapshot().state === 'degraded');
    await first.daemon.stop();
    const second = await startOutbox();
    ids.push(second.outbox.append(noticed(1_020)));
    assert.equal(second.outbox.pending(), 21);
    await broker.restart();
    await second.outbox.flushed();
    await second.daemon.stop();
    assert.deepEqual((await readStream(broker)).map(({ id }) => id).slice(-21), ids);
  });

  it('loses and repeats nothing when the broker is killed under load', async () => {
    const { daemon, outbox } = await startOutbox();
    const ids: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      for (let count = 0; count < 400; count += 1) ids.push(outbox.append(noticed(count)));
      if (round % 2 === 0) {
        await until('some are acknowledged', () => outbox.pending() < 300);
        await broker.kill();
      } else {
        await broker.restart();
      }
    }
    await outbox.flushed();
    await daemon.stop();
    assert.deepEqual((await readStream(broker)).map(({ id }) => id).slice(-ids.length), ids);
  });

  it('loses nothing when the daemon is killed under load', async () => {
    const ids: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const child = fork(join(import.meta.dirname, 'testing', 'append-for-ever.ts'), {
        env: { ...process.env, ...broker.env },
        execArgv: ['--import', 'tsx'],
      });
      child.on('message', (id) => ids.push(String(id)));
      await until('the daemon has appended', () => ids.length >= (round + 1) * 300);
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    const { daemon, outbox } = await startOutbox();
    await outbox.flushed();
    await daemon.stop();
    const published = (await readStream(broker)).map(({ id }) => id);
    const known = new Set(ids);
    assert.deepEqual(
      published.filter((id) => known.has(id)),
      ids,
    );
  });

  it('drops the oldest when the spool is full, says so in health, and publishes how many', async () => {
    await broker.stop();
    const { daemon, outbox } = await startOutbox({ bytes_max: 20_000 });
    for (let count = 0; count < 300; count += 1) outbox.append(noticed(5_000 + count));
    assert.ok(outbox.dropped() > 0);
    const problems = daemon.context.health.snapshot().problems.join();
    assert.match(problems, /spool is full: \d+ events were given up/);
    await broker.restart();
    await outbox.flushed();
    await until(
      'the loss is over',
      () => !daemon.context.health.snapshot().problems.join().includes('spool'),
    );
    await outbox.flushed();
    const dropped = outbox.dropped();
    await daemon.stop();
    const notices = (await readStream(broker))
      .map(({ data }) => DaemonNoticed.parse(data))
      .filter(({ code }) => code === 'spool_dropped');
    // The first notice may itself have been among the dropped.
    const reported = notices.reduce((sum, { count }) => sum + count, 0);
    assert.ok(reported > 0 && reported <= dropped, `${reported} of ${dropped}`);
    assert.equal((await counts()).at(-1), notices.at(-1)?.count);
  });

  it('refuses data that the schema refuses, without touching the spool', async () => {
    const { daemon, outbox } = await startOutbox();
    const wrong = {
      type: 'daemon.noticed' as const,
      data: { code: 'spool_dropped' as const, message: '', count: -1 },
    };
    assert.throws(() => outbox.append(wrong), /shield made a wrong daemon\.noticed: count/);
    assert.equal(outbox.pending(), 0);
    await daemon.stop();
  });

  it('takes nothing after it was closed', async () => {
    const { daemon, outbox } = await startOutbox();
    await daemon.stop();
    assert.throws(
      () => outbox.append(noticed(1)),
      (error) => error instanceof SpoolError && error.code === 'closed',
    );
  });
});
