import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DaemonNoticed } from '@clawnex/proto/events/daemon.ts';
import { DEAD_LETTER_STREAM, eventSubject, inboxPrefix } from '@clawnex/proto/subjects.ts';
import { headers } from 'nats';
import { newId } from '../kernel/ids.ts';
import { type Bus, connectBus } from './connect.ts';
import { type ConsumeOptions, type Consumption, consumeEvents, type ReceivedEvent } from './consume.ts';
import type { OutgoingEvent } from './make-event.ts';
import { publishConfirmed } from './publish-confirmed.ts';
import { connectObserver, connectRaw } from './testing/read-stream.ts';
import { noticed } from './testing/sample-events.ts';
import { startTestBroker, type TestBroker } from './testing/start-broker.ts';
import { startContext } from './testing/start-context.ts';
import { until } from './testing/until.ts';

const range = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);
const countOf = (event: ReceivedEvent) => DaemonNoticed.parse(event.data).count;

describe('consuming events', () => {
  let home = '';
  let broker: TestBroker;
  let stops: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'clawnex-consume-'));
    broker = await startTestBroker({ home });
    stops = [];
  });
  afterEach(async () => {
    for (const stop of stops.reverse()) await stop();
    await broker.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function startConsumer(handle: ConsumeOptions['handle'], batch_max = 100) {
    let consumption: Consumption | undefined;
    const daemon = await startContext('ingest', broker.env, (context) => {
      const options = { batch_max, wait_ms: 5, handle };
      consumption = consumeEvents(context, connectBus(context), 'ingest', options);
    });
    assert.ok(consumption !== undefined);
    stops.push(() => daemon.stop());
    return { daemon, consumption };
  }

  const publish = (counts: readonly number[]) => publishAs('watcher', counts.map(noticed));
  async function publishAs(name: 'watcher' | 'trust-audit', events: readonly OutgoingEvent[]): Promise<void> {
    let bus: Bus | undefined;
    const daemon = await startContext(name, broker.env, (context) => {
      bus = connectBus(context);
    });
    assert.ok(bus !== undefined);
    await publishConfirmed(bus, { host: 'here', name }, events);
    await daemon.stop();
  }

  async function ackPending(): Promise<number> {
    const connection = await connectObserver(broker);
    const info = await (await connection.jetstreamManager()).consumers.info('CLAWNEX_EVT', 'ingest');
    await connection.close();
    return info.num_ack_pending + info.num_pending;
  }

  it('hands over a snapshot larger than a message of the stream, and puts aside what unpacks to too much', async () => {
    const finding = { finding_id: newId(), check: 'c', title: 't', result: 'fail', severity: 'low' } as const;
    const text = { subject: 's', why: 'w', fix: 'f', evidence: 'one line of it\n'.repeat(100) };
    const findings = Array.from({ length: 2_000 }, () => ({ ...finding, ...text }));
    const data = { snapshot_id: newId(), started_at_ms: 1, ended_at_ms: 2, findings, checks_total: 1 };
    const seen: ReceivedEvent[] = [];
    await startConsumer(async (events) => {
      seen.push(...events);
    });
    const trust = await connectRaw(broker, 'trust-audit', inboxPrefix('trust-audit'));
    const head = headers();
    head.set('Content-Encoding', 'gzip');
    const bomb = gzipSync(Buffer.alloc(64 * 1024 ** 2, 0x20));
    await trust.jetstream().publish(eventSubject('here', 'trust.snapshot'), bomb, { headers: head });
    await trust.close();
    await publishAs('trust-audit', [{ type: 'trust.snapshot', data }]);
    await until('it is seen', () => seen.length === 1);
    assert.deepEqual(seen[0]?.data, data);
    await until('the other is put aside', async () => (await deadLetters()).length === 1);
    assert.match((await deadLetters())[0]?.reason ?? '', /larger than an event may be/);
  });

  it('hands over every event once, in order, in batches, and acknowledges them', async () => {
    const seen: number[] = [];
    const sizes: number[] = [];
    await publish(range(350));
    const { daemon } = await startConsumer(async (events) => {
      sizes.push(events.length);
      seen.push(...events.map(countOf));
    });
    await until('all are seen', () => seen.length >= 350);
    assert.deepEqual(seen, range(350));
    assert.ok(Math.max(...sizes) === 100, `sizes ${sizes}`);
    await until('all are acknowledged', async () => (await ackPending()) === 0);
    assert.equal(daemon.context.health.snapshot().counters['events_handled'], 350);
  });

  it('goes on by itself after the broker was stopped and after it was killed', async () => {
    const seen = new Set<number>();
    await startConsumer(async (events) => {
      for (const event of events) seen.add(countOf(event));
    });
    await publish(range(10));
    await broker.stop();
    await broker.restart();
    await publish(range(10, 10));
    await until('events after the restart are seen', () => seen.size === 20);
    await broker.kill();
    await broker.restart();
    await publish(range(10, 20));
    await until('events after the kill are seen', () => seen.size === 30);
  });

  it('finishes the batch in hand on stopping, and leaves the rest for the next start at once', async () => {
    const seen: number[] = [];
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await publish(range(25));
    const first = await startConsumer(async (events) => {
      await held;
      seen.push(...events.map(countOf));
    }, 10);
    await until('a batch is in hand', async () => (await ackPending()) > 0);
    const stopped = first.consumption.stop();
    release();
    await stopped;
    await first.daemon.stop();
    const finished = seen.length;
    assert.ok(finished <= 10, `${finished}`);
    await startConsumer(async (events) => {
      seen.push(...events.map(countOf));
    }, 10);
    await until('the rest is seen', () => seen.length >= 25, 10_000);
    assert.deepEqual(seen, range(25));
  });

  it('keeps every event, in order, through an outage of the handler', async () => {
    const seen: number[] = [];
    let outage = true;
    const { daemon } = await startConsumer(async (events) => {
      if (outage) throw new Error('the store is away');
      seen.push(...events.map(countOf));
    }, 10);
    await publish(range(40));
    const problem = () => daemon.context.health.snapshot().problems.join();
    await until('the outage shows in health', () => /could not be handled/.test(problem()));
    outage = false;
    await until('all are seen', () => new Set(seen).size === 40);
    const first = seen.filter((count, index) => seen.indexOf(count) === index);
    assert.deepEqual(first, range(40));
    await until('the problem is over', () => problem() === '');
  });

  it('lets one event that can never be handled stop no other, and puts it among the dead letters', async () => {
    const seen = new Set<number>();
    await startConsumer(async (events) => {
      if (events.some((event) => countOf(event) === 3)) throw new Error('cannot');
      for (const event of events) seen.add(countOf(event));
    }, 10);
    await publish(range(10));
    await until('all others are seen', () => seen.size === 9);
    let next = 100;
    await until('it is a dead letter', async () => {
      await publish([next]);
      next += 1;
      return (await deadLetters()).length === 1;
    });
    assert.match((await deadLetters())[0]?.reason ?? '', /fails again and again/);
    await until('nothing is left', async () => (await ackPending()) === 0);
  });

  it('puts aside, with a reason and without stopping, whatever is not an event as its subject says', async () => {
    const seen: number[] = [];
    const { daemon } = await startConsumer(async (events) => {
      seen.push(...events.map(countOf));
    });
    const connection = await connectObserver(broker);
    const subject = eventSubject('here', 'daemon.noticed');
    const good = {
      v: 1,
      id: '00000000-0000-7000-8000-000000000000',
      source: 'shield',
      type: 'daemon.noticed',
      time: 1,
      host: 'here',
      data: { code: 'config_rejected', message: '', count: 7 },
    };
    const bad: [string, string][] = [
      [subject, 'no json'],
      [subject, '{}'],
      [subject, JSON.stringify({ ...good, v: 2 })],
      [subject, JSON.stringify({ ...good, type: 'daemon.unheard' })],
      [subject, JSON.stringify({ ...good, host: 'elsewhere' })],
      [subject, JSON.stringify({ ...good, source: 'nobody' })],
      [subject, JSON.stringify({ ...good, data: { code: 'config_rejected', message: '', count: 'many' } })],
      ['clawnex.evt.here.unheard.of', JSON.stringify(good)],
    ];
    const js = connection.jetstream();
    for (const [to, text] of bad) await js.publish(to, text);
    await js.publish(subject, JSON.stringify(good));
    await connection.close();
    await until('the good one is seen', () => seen.length === 1);
    const letters = await deadLetters();
    assert.deepEqual(
      letters.map(({ text }) => text),
      bad.map(([, text]) => text),
    );
    assert.ok(letters.every(({ reason }) => reason.length > 3 && !reason.includes('many')));
    assert.equal(letters[2]?.reason, 'not version 1');
    assert.equal(daemon.context.health.snapshot().counters['events_dead_lettered'], bad.length);
    await until('nothing is offered again', async () => (await ackPending()) === 0);
  });

  it('puts aside what a user had the broker publish as its answer', async () => {
    const watcher = await connectRaw(broker, 'watcher', '_INBOX_watcher');
    await watcher.jetstream().publish('$KV.clawnex_cursors.trick', '{}');
    const ask = '$JS.API.DIRECT.GET.KV_clawnex_cursors.$KV.clawnex_cursors.trick';
    watcher.publish(ask, '', { reply: eventSubject('here', 'exchange.judged') });
    await watcher.flush();
    await watcher.close();
    await startConsumer(async () => assert.fail('it was taken for an event'));
    await until('it is a dead letter', async () => (await deadLetters()).length === 1);
    assert.equal((await deadLetters())[0]?.reason, 'not published here by its source');
  });

  it('says in health that it cannot fetch when its consumer is gone, and goes on when it is back', async () => {
    const seen: number[] = [];
    const { daemon } = await startConsumer(async (events) => {
      seen.push(...events.map(countOf));
    });
    const connection = await connectObserver(broker);
    const manager = await connection.jetstreamManager();
    const { config } = await manager.consumers.info('CLAWNEX_EVT', 'ingest');
    await manager.consumers.delete('CLAWNEX_EVT', 'ingest');
    await until('health says so', () =>
      /consumer ingest cannot fetch/.test(daemon.context.health.snapshot().problems.join()),
    );
    await manager.consumers.add('CLAWNEX_EVT', config);
    await connection.close();
    await publish(range(3));
    await until('events are seen again', () => seen.length === 3);
  });

  it('knows how far it is behind', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await publish(range(50));
    const { consumption } = await startConsumer(() => held, 10);
    await until('it counts what waits', () => consumption.pending() >= 40);
    release();
    await until('it counts down to nothing', () => consumption.pending() === 0);
  });

  async function deadLetters(): Promise<{ text: string; reason: string }[]> {
    const connection = await connectObserver(broker);
    const manager = await connection.jetstreamManager();
    const { state } = await manager.streams.info(DEAD_LETTER_STREAM);
    const letters: { text: string; reason: string }[] = [];
    for (const seq of range(state.messages, 1)) {
      const message = await manager.streams.getMessage(DEAD_LETTER_STREAM, { seq });
      const text = new TextDecoder().decode(message.data);
      letters.push({ text, reason: message.header.get('Clawnex-Reason') });
    }
    await connection.close();
    return letters;
  }
});
