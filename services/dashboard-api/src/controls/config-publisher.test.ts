import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_POLICY } from '@clawnex/proto/policy.ts';
import type { PutAnswer } from '@clawnex/shared/bus/config-watch.ts';
import { ConfigPublisher } from './config-publisher.ts';

describe('publisher of a value of the configuration', () => {
  function open(answers: (() => PutAnswer | Promise<PutAnswer>)[]) {
    const state = {
      revision: 1,
      connected: true,
      put: [] as number[],
      problem: null as string | null,
      told: 0,
    };
    const publisher = new ConfigPublisher({
      name: 'policy',
      current: () => ({ ...DEFAULT_POLICY, revision: state.revision }),
      connected: () => state.connected,
      put: async (policy) => {
        state.put.push(policy.revision);
        return (await answers.shift()?.()) ?? { ok: true, revision: 1 };
      },
      onChange: () => {
        state.told += 1;
      },
      onProblem: (message) => {
        state.problem = message;
      },
    });
    return { state, publisher };
  }

  it('tries again while the broker refuses, and says why meanwhile', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { state, publisher } = open([() => ({ ok: false, code: 'unavailable', message: 'no bucket yet' })]);
    await publisher.connected();
    assert.equal(publisher.published(), false);
    assert.match(state.problem ?? '', /revision 1.*no bucket yet/);
    context.mock.timers.tick(2_000);
    await publisher.publish();
    assert.equal(publisher.published(), true);
    assert.equal(state.problem, null);
    assert.deepEqual(state.put, [1, 1]);
    publisher.stop();
  });

  it('ends with the latest version when it changes while one is on its way', async () => {
    const { state, publisher } = open([
      () => {
        state.revision = 2;
        return { ok: true, revision: 1 };
      },
    ]);
    await Promise.all([publisher.publish(), publisher.publish()]);
    assert.deepEqual(state.put, [1, 2]);
    assert.equal(publisher.published(), true);
  });

  it('waits for a connection, and publishes anew on each', async () => {
    const { state, publisher } = open([]);
    state.connected = false;
    await publisher.publish();
    assert.deepEqual(state.put, []);
    state.connected = true;
    await publisher.connected();
    await publisher.publish();
    await publisher.connected();
    assert.deepEqual(state.put, [1, 1]);
    assert.equal(state.told, 2);
  });
});
