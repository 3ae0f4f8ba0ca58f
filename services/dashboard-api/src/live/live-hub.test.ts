import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { LIVE_ROWS_MAX } from '@clawnex/proto/http/dashboard/live.ts';
import { PERMISSION_NAMES } from '@clawnex/proto/permissions.ts';
import fc from 'fast-check';
import { changeExchange, insertExchange } from '../../testing/insert-exchange.ts';
import { rowsOf, StreamReader } from '../../testing/read-stream.ts';
import { HANG_MS, startTestApi, type TestApi, TestClock } from '../../testing/start-test-api.ts';
import { LiveClient } from './live-client.ts';
import { LiveHub } from './live-hub.ts';

type Step =
  | { readonly kind: 'insert' }
  | { readonly kind: 'change'; readonly which: number }
  | { readonly kind: 'pump' }
  | { readonly kind: 'reconnect'; readonly reader: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant({ kind: 'insert' as const }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('change' as const), which: fc.nat(1_000) }) },
    { weight: 3, arbitrary: fc.constant({ kind: 'pump' as const }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('reconnect' as const), reader: fc.nat(2) }) },
  ),
  { maxLength: 60 },
);

/** A browser: keeps the newest version of each row it was sent, and its last event id across reconnects. */
class Browser {
  readonly seen: number[] = [];
  readonly newest = new Map<string, number>();
  cursor = 0;
  client: LiveClient | undefined;
  #reader: StreamReader | undefined;

  connect(hub: LiveHub): void {
    this.client = new LiveClient({
      cursor: this.cursor,
      sessionHash: 'x',
      permissions: PERMISSION_NAMES,
      onGone: (client) => hub.remove(client),
    });
    this.#reader = new StreamReader(this.client.body);
    hub.add(this.client);
  }

  /** Ends the stream and reads what had been sent. */
  async drain(hub: LiveHub): Promise<void> {
    if (this.client === undefined || this.#reader === undefined) return;
    hub.remove(this.client);
    this.client.end();
    for (let event = await this.#reader.next(); event !== null; event = await this.#reader.next()) {
      if (event.event !== 'exchanges') continue;
      for (const row of rowsOf(event)) {
        this.seen.push(row.revision);
        this.newest.set(row.call_id, row.revision);
      }
      this.cursor = Number(event.id);
    }
  }
}

describe('live hub', { timeout: HANG_MS }, () => {
  let test: TestApi;
  let clock: TestClock;
  let count = 0;
  const hubs: LiveHub[] = [];
  before(async () => {
    test = await startTestApi();
  });
  beforeEach(() => {
    clock = new TestClock();
    test.db.exec("DELETE FROM exchanges; UPDATE counters SET value = 0 WHERE name = 'revision'");
    count = 0;
  });
  afterEach(() => {
    for (const hub of hubs.splice(0)) hub.close();
  });
  after(() => test.stop());

  const openHub = (alive: () => boolean = () => true) => {
    const hub = new LiveHub({
      clock,
      readChanges: (after, limit) => test.api.exchanges.changes(after, limit),
      infrastructure: () => test.api.monitor.current(),
      policy: () => ({
        revision: 0,
        mode: 'observe',
        deadline_ms: 250,
        on_deadline: 'block',
        review_score: 1,
        block_score: 2,
        updated_at: null,
        updated_by: 'x',
        published: false,
      }),
      permissionsOf: () => (alive() ? PERMISSION_NAMES : null),
      onError: (error) => {
        throw error;
      },
    });
    hubs.push(hub);
    return hub;
  };
  const insert = () => {
    count += 1;
    insertExchange(test.db, { call_id: `c-${count}`, at_ms: count });
  };

  it('tells of other rows at once, and gathers what follows', async () => {
    const hub = openHub();
    const client = new LiveClient({
      cursor: 0,
      sessionHash: 'x',
      permissions: PERMISSION_NAMES,
      onGone: (gone) => hub.remove(gone),
    });
    const reader = new StreamReader(client.body);
    hub.add(client);
    hub.announceChanged(['sessions']);
    hub.announceChanged(['incidents']);
    hub.announceChanged(['alerts', 'incidents']);
    assert.deepEqual((await reader.nextOf('changed')).data, { topics: ['sessions'] });
    assert.deepEqual((await reader.nextOf('changed')).data, { topics: ['incidents', 'alerts'] });
    hub.remove(client);
    client.end();
  });

  it('brings every browser every change in order, none twice, across any reconnects', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        test.db.exec("DELETE FROM exchanges; UPDATE counters SET value = 0 WHERE name = 'revision'");
        count = 0;
        const hub = openHub();
        const browsers = [new Browser(), new Browser(), new Browser()];
        for (const browser of browsers) browser.connect(hub);
        for (const step of sequence) {
          if (step.kind === 'insert') insert();
          else if (step.kind === 'change') {
            if (count > 0) changeExchange(test.db, `c-${(step.which % count) + 1}`);
          } else if (step.kind === 'pump') hub.pump();
          else {
            const browser = browsers[step.reader];
            await browser?.drain(hub);
            browser?.connect(hub);
          }
        }
        hub.pump();
        const truth = new Map(
          test.api.exchanges.changes(0, 1_000).rows.map(({ call_id, revision }) => [call_id, revision]),
        );
        for (const browser of browsers) {
          await browser.drain(hub);
          assert.deepEqual([...browser.newest].sort(), [...truth].sort());
          assert.deepEqual(
            browser.seen,
            [...new Set(browser.seen)].sort((a, b) => a - b),
          );
        }
        hub.close();
      }),
      { numRuns: 60 },
    );
  });

  it('tells a reader who is too far behind to read the list again, then goes on from there', async () => {
    const hub = openHub();
    for (let i = 0; i <= LIVE_ROWS_MAX; i += 1) insert();
    const client = new LiveClient({
      cursor: 0,
      sessionHash: 'x',
      permissions: PERMISSION_NAMES,
      onGone: () => undefined,
    });
    hub.add(client);
    hub.pump();
    insert();
    hub.pump();
    client.end();
    const reader = new StreamReader(client.body);
    assert.equal((await reader.nextOf('reload')).id, String(LIVE_ROWS_MAX + 1));
    assert.deepEqual(
      rowsOf(await reader.nextOf('exchanges')).map(({ call_id }) => call_id),
      [`c-${LIVE_ROWS_MAX + 2}`],
    );
  });

  it('tells a reader who is ahead of the store (a restored copy) to read the list again', async () => {
    const hub = openHub();
    insert();
    const client = new LiveClient({
      cursor: 99,
      sessionHash: 'x',
      permissions: PERMISSION_NAMES,
      onGone: () => undefined,
    });
    hub.add(client);
    hub.pump();
    client.end();
    const event = await new StreamReader(client.body).nextOf('reload');
    assert.deepEqual(event, { event: 'reload', id: '1', data: { revision: 1 } });
  });

  it('asks for the list at most every two seconds under a flood', async () => {
    const hub = openHub();
    const client = new LiveClient({
      cursor: 0,
      sessionHash: 'x',
      permissions: PERMISSION_NAMES,
      onGone: () => undefined,
    });
    hub.add(client);
    for (let round = 0; round < 8; round += 1) {
      for (let i = 0; i <= LIVE_ROWS_MAX; i += 1) insert();
      hub.pump();
      clock.turn(500);
    }
    client.end();
    const reader = new StreamReader(client.body);
    const events: string[] = [];
    for (let event = await reader.next(); event !== null; event = await reader.next())
      events.push(event.event);
    assert.equal(events.filter((name) => name === 'reload').length, 2);
  });

  it('drops a reader who does not read, and keeps the others', () => {
    const hub = openHub();
    const make = () =>
      new LiveClient({ cursor: 0, sessionHash: 'x', permissions: PERMISSION_NAMES, onGone: () => undefined });
    const slow = make();
    hub.add(slow);
    // Some kilobytes each: far more in all than may wait for one reader.
    for (let round = 0; round < 20_000 && hub.size > 0; round += 1) {
      hub.announceInfrastructure(test.api.monitor.current());
    }
    assert.equal(hub.size, 0);
    hub.add(make());
    assert.equal(hub.size, 1);
  });

  it('ends the streams of a session that has ended', async () => {
    let alive = true;
    const hub = openHub(() => alive);
    const browser = new Browser();
    browser.connect(hub);
    hub.checkSessions();
    assert.equal(hub.size, 1);
    alive = false;
    hub.checkSessions();
    assert.equal(hub.size, 0);
  });

  it('sends nobody what their role does not include', async () => {
    const hub = openHub();
    const client = new LiveClient({
      cursor: 0,
      sessionHash: 'x',
      permissions: ['traffic:read'],
      onGone: () => undefined,
    });
    hub.add(client);
    insert();
    hub.pump();
    hub.announceInfrastructure(test.api.monitor.current());
    client.end();
    const reader = new StreamReader(client.body);
    const events: string[] = [];
    for (let event = await reader.next(); event !== null; event = await reader.next())
      events.push(event.event);
    assert.deepEqual(events, ['exchanges']);
  });
});
