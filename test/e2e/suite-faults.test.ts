import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../suite/until.ts';
import { callProxy } from './client.ts';
import { makeToken } from './hostile-texts.ts';
import { readEvidence } from './read-evidence.ts';
import { ROUTES } from './routes.ts';
import { type Path, startPath } from './start-path.ts';

const SECRET = makeToken('faults');
/** Longer than the pauses after LiteLLM's first tries to deliver its records. */
const INGEST_AWAY_MS = 15_000;
/** The last pause before a try to deliver can be two minutes; of an absence of 15 s it is at most 16 s. */
const DELIVERY_DEADLINE_MS = 60_000;

let path: Path;

describe('a path with a part that stands still', () => {
  before(async () => {
    path = await startPath('block');
    path.provider.answer(() => ({ text: 'Certainly.' }));
  });
  after(() => path?.stop());

  test('with a shield that hangs no prompt reaches the provider and no answer the client', async () => {
    const shield = path.suite.pid('shield');
    const stopped = new Promise<void>((resolve) => {
      path.provider.answer(() => {
        process.kill(shield, 'SIGSTOP');
        resolve();
        return { text: `The token is ${SECRET}.` };
      });
    });
    // This one's prompt is judged; its answer comes when nobody judges any more.
    const asked = callProxy(path.proxy, 'chat', { user: 'What is the token?' }, { stream: true })
      // A stream that has begun can only be cut off.
      .catch((error: unknown) => ({ status: 0, body: String(error) }));
    try {
      await stopped;
      const seen = path.provider.requests.length;
      const answers = await Promise.all(
        ROUTES.map(({ protocol, stream }) =>
          callProxy(path.proxy, protocol, { user: 'Anybody there?' }, { stream }),
        ),
      );
      for (const [index, answer] of answers.entries())
        assert.equal(answer.status, 500, `${ROUTES[index]?.name}: ${answer.body}`);
      assert.equal(path.provider.requests.length, seen);
      const { body } = await asked;
      assert.ok(!body.includes(SECRET.slice(4, 12)), body);
    } finally {
      process.kill(shield, 'SIGCONT');
      path.provider.answer(() => ({ text: 'Certainly.' }));
    }
    await until('calls pass again', async () => {
      const answer = await callProxy(path.proxy, 'chat', { user: 'And now?' }, {});
      return answer.status === 200;
    });
  });

  test('records of calls that were made while ingest was away for 15 s all arrive', async () => {
    await path.suite.suspend('ingest');
    const until_ms = Date.now() + INGEST_AWAY_MS;
    const calls: string[] = [];
    while (Date.now() < until_ms) {
      const route = ROUTES[calls.length % ROUTES.length];
      assert.ok(route !== undefined);
      const { protocol, stream } = route;
      const answer = await callProxy(path.proxy, protocol, { user: `Call ${calls.length}` }, { stream });
      assert.equal(answer.status, 200, 'clients do not notice');
      calls.push(answer.call_id);
      await sleep(1_000);
    }
    path.suite.resume('ingest');
    assert.ok(calls.length > 5);
    for (const call_id of calls) {
      const { facts, judgements } = await readEvidence(
        path.suite,
        call_id,
        (one) => one.records.length > 0 && one.judgements.length === 2,
        DELIVERY_DEADLINE_MS,
      );
      assert.equal(facts.log_status, 'success');
      assert.equal(judgements.length, 2);
    }
  });
});
