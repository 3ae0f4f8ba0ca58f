import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '../kernel/ids.ts';
import type { RunningDaemon } from '../kernel/lifecycle.ts';
import { readBrokerStats } from './broker-stats.ts';
import { type Bus, connectBus } from './connect.ts';
import { announceCommitted, onCommitted } from './live.ts';
import type { OutgoingEvent } from './make-event.ts';
import { publishConfirmed } from './publish-confirmed.ts';
import { readStream } from './testing/read-stream.ts';
import { noticed } from './testing/sample-events.ts';
import { startTestBroker, type TestBroker } from './testing/start-broker.ts';
import { startContext } from './testing/start-context.ts';
import { until } from './testing/until.ts';

const WATCHER = { host: 'here', name: 'watcher' };

describe('publishing with confirmation', () => {
  const home = mkdtempSync(join(tmpdir(), 'clawnex-confirmed-'));
  let broker: TestBroker;
  let bus: Bus;
  const daemons: RunningDaemon[] = [];
  before(async () => {
    broker = await startTestBroker({ home });
    bus = await startBus('watcher');
  });
  after(async () => {
    for (const daemon of daemons) await daemon.stop();
    await broker.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function startBus(name: 'watcher' | 'ingest' | 'dashboard-api'): Promise<Bus> {
    let made: Bus | undefined;
    daemons.push(
      await startContext(name, broker.env, (context) => {
        made = connectBus(context);
      }),
    );
    assert.ok(made !== undefined);
    return made;
  }
  function sample(count: number): { events: OutgoingEvent[]; ids: string[] } {
    const ids = Array.from({ length: count }, () => newId());
    return { ids, events: ids.map((id, index) => ({ ...noticed(index), id })) };
  }
  const published = async () => (await readStream(broker)).map(({ id }) => id);

  it('resolves when the stream holds all events, in order', async () => {
    const { events, ids } = sample(200);
    await publishConfirmed(bus, WATCHER, events);
    assert.deepEqual(await published(), ids);
  });

  it('keeps a fact single that is published again', async () => {
    const { events, ids } = sample(3);
    await publishConfirmed(bus, WATCHER, events);
    await publishConfirmed(bus, WATCHER, events);
    assert.deepEqual(
      (await published()).slice(-4).filter((id) => ids.includes(id)),
      ids,
    );
  });

  it('waits for a broker that is killed meanwhile, and neither loses nor repeats', async () => {
    const { events, ids } = sample(2_000);
    const done = publishConfirmed(bus, WATCHER, events);
    await sleep(20);
    await broker.kill();
    await broker.restart();
    await done;
    assert.deepEqual((await published()).slice(-ids.length), ids);
  });

  it('stops waiting when told', async () => {
    await broker.stop();
    const reason = new Error('stopping');
    const abort = new AbortController();
    const done = publishConfirmed(bus, WATCHER, sample(1).events, abort.signal);
    abort.abort(reason);
    await assert.rejects(done, reason);
    await broker.restart();
  });

  it('refuses an event that is larger than one may be', async () => {
    const finding = {
      finding_id: newId(),
      check: 'c',
      title: 't',
      result: 'pass' as const,
      severity: 'info' as const,
    };
    const text = {
      subject: 'ß'.repeat(512),
      evidence: 'é'.repeat(2_000),
      fix: 'ü'.repeat(1_000),
      reason: 'ö'.repeat(600),
      why: 'ä'.repeat(600),
    };
    const findings = Array.from({ length: 2_000 }, () => ({ ...finding, ...text }));
    const data = { snapshot_id: newId(), started_at_ms: 1, ended_at_ms: 2, findings, checks_total: 1 };
    const event = { type: 'trust.snapshot' as const, data };
    await assert.rejects(
      publishConfirmed(bus, WATCHER, [event]),
      /made a trust\.snapshot of \d+ bytes; an event may have/,
    );
  });

  it('lets the dashboard hear of commits, also after a restart of the broker, and see what the broker holds', async () => {
    const ingest = await startBus('ingest');
    const dashboard = await startBus('dashboard-api');
    const heard: number[] = [];
    const end = onCommitted(dashboard, ({ revision }) => heard.push(revision));
    await until('both are connected', () => ingest.connected() && dashboard.connected());
    await until('it is heard', () => {
      announceCommitted(ingest, { revision: 1, topics: ['scans'] });
      return heard.includes(1);
    });
    await broker.kill();
    await broker.restart();
    await until('it is heard again', () => {
      announceCommitted(ingest, { revision: 2, topics: [] });
      return heard.includes(2);
    });
    end();
    const stats = await readBrokerStats(dashboard);
    const count = (await published()).length;
    assert.equal(stats?.stream_messages, count);
    assert.ok((stats?.stream_bytes ?? 0) > count * 100);
    assert.deepEqual(stats?.consumers, { ingest: count, correlator: count });
    assert.equal(stats?.dead_letters, 0);
  });
});
