import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { LIVE_FRAMES } from '@clawnex/proto/http/dashboard/live.ts';
import { insertExchange } from '../../testing/insert-exchange.ts';
import { rowsOf, StreamReader } from '../../testing/read-stream.ts';
import { HANG_MS, startTestApi, type TestApi } from '../../testing/start-test-api.ts';
import { IDLE_MS } from '../sessions/session-store.ts';
import { CLIENTS_MAX } from './live-hub.ts';

describe('the live stream over HTTP, with the broker away', { timeout: HANG_MS }, () => {
  let test: TestApi;
  let cookie: string;
  before(async () => {
    test = await startTestApi();
    cookie = await test.signIn('viewer');
  });
  after(() => test.stop());

  async function open(path = '/api/live', headers: Record<string, string> = {}) {
    const answer = await test.send('GET', path, { cookie, headers });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    return new StreamReader(answer.body);
  }
  const insert = (call_id: string) =>
    insertExchange(test.db, { call_id, at_ms: test.clock.now(), verdict: 'block' });

  it('begins with the daemons and the policy, then brings a new row without being asked', async () => {
    const stream = await open();
    const first = await stream.next();
    assert.equal(first?.event, 'infrastructure');
    LIVE_FRAMES.infrastructure.parse(first?.data);
    const second = await stream.nextOf('policy');
    LIVE_FRAMES.policy.parse(second.data);
    const revision = insert('fresh');
    const event = await stream.nextOf('exchanges');
    LIVE_FRAMES.exchanges.parse(event.data);
    assert.equal(event.id, String(revision));
    assert.deepEqual(rowsOf(event), rowsOf({ ...event, data: { rows: [{ call_id: 'fresh', revision }] } }));
    await stream.cancel();
  });

  it('resumes after the last event id, which counts more than the address', async () => {
    const after = insert('before');
    insert('missed-1');
    insert('missed-2');
    const byHeader = await open('/api/live?after=0', { 'last-event-id': String(after) });
    const byAddress = await open(`/api/live?after=${after}`);
    for (const stream of [byHeader, byAddress]) {
      const ids = rowsOf(await stream.nextOf('exchanges')).map(({ call_id }) => call_id);
      assert.deepEqual(ids, ['missed-1', 'missed-2']);
      await stream.cancel();
    }
  });

  it('starts at the end when it is told nothing, and takes nonsense for nothing', async () => {
    const stream = await open('/api/live', { 'last-event-id': 'x; drop' });
    const revision = insert('only-this');
    const rows = rowsOf(await stream.nextOf('exchanges'));
    assert.deepEqual(rows, [{ ...rows[0], call_id: 'only-this', revision }]);
    await stream.cancel();
  });

  it('brings a changed policy', async () => {
    const stream = await open();
    await stream.nextOf('policy');
    const admin = await test.signIn('admin');
    const body = {
      revision: 0,
      mode: 'block',
      deadline_ms: 250,
      on_deadline: 'block',
      review_score: 40,
      block_score: 75,
      reason: 'to see it live',
    };
    assert.equal((await test.send('PUT', '/api/policy', { cookie: admin, body })).status, 200);
    const event = await stream.nextOf('policy');
    assert.partialDeepStrictEqual(event.data, { revision: 1, mode: 'block', published: false });
    await stream.cancel();
  });

  it('ends when the operator signs out, and when the session runs out', async () => {
    const other = await test.signIn('analyst');
    const answer = await test.send('GET', '/api/live', { cookie: other });
    const stream = new StreamReader(answer.body);
    await stream.nextOf('policy');
    await test.send('DELETE', '/api/session', { cookie: other });
    for (let event = await stream.next(); event !== null; ) event = await stream.next();

    const idle = await open();
    await idle.nextOf('policy');
    test.clock.turn(IDLE_MS);
    test.api.hub.checkSessions();
    for (let event = await idle.next(); event !== null; ) event = await idle.next();
    cookie = await test.signIn('viewer');
  });

  it('serves a bounded number of streams and frees the place of one that left', async () => {
    const streams: StreamReader[] = [];
    while (test.api.hub.size < CLIENTS_MAX) streams.push(await open());
    assert.equal((await test.send('GET', '/api/live', { cookie })).status, 503);
    await Promise.all(streams.map((stream) => stream.cancel()));
    while (test.api.hub.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const again = await open();
    await again.cancel();
  });

  it('leaves nothing open after a HEAD request', async () => {
    while (test.api.hub.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await test.send('HEAD', '/api/live', { cookie });
    assert.equal(test.api.hub.size, 0);
  });
});
