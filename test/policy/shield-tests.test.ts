import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  addShieldTest,
  listShieldTests,
  runShieldTests,
} from '@clawnex/proto/http/dashboard/shield-tests.ts';
import { openStoreReader } from '@clawnex/shared/store/open-store.ts';
import { defineQuery, prepareQuery } from '@clawnex/shared/store/statement.ts';
import { z } from 'zod';
import { type Operator, signInFirstOperator } from '../suite/operator.ts';
import { startSuite, type TestSuite } from '../suite/start-suite.ts';
import { until } from '../suite/until.ts';

/** The self-test gives up on a record after 20 s; two in a row are blindness. */
const BLIND_WITHIN_MS = 100_000;

const protectionOf = defineQuery(
  z.object({ state: z.string(), reason: z.string() }),
  "SELECT state, reason FROM enforcement_changes WHERE kind = 'protection' ORDER BY at_ms, state DESC",
);

let suite: TestSuite;
let operator: Operator;

async function send(method: string, url: string, body?: unknown): Promise<unknown> {
  const answer = await operator.request(method, url, body);
  assert.equal(answer.status, 200, await answer.clone().text());
  return await answer.json();
}
const list = async () => listShieldTests.response.parse(await send('GET', listShieldTests.path));

describe('shield tests and self-test', () => {
  before(async () => {
    suite = await startSuite({ CLAWNEX_DASHBOARD_API_SELF_TEST_SECONDS: '1' });
    operator = await signInFirstOperator(suite);
  });
  after(() => suite?.stop());

  test('every built-in case is as expected under the policy in force, and own cases run with them', async () => {
    const before = await list();
    assert.ok(before.cases.length >= 30);
    assert.equal(before.suites.length, 15);
    const own = {
      title: 'our own phrase',
      text: 'The heron flies at noon.',
      origin: 'user',
      expected: 'block',
    };
    await send('POST', addShieldTest.path, own);
    const run = runShieldTests.response.parse(await send('POST', runShieldTests.path, {}));
    const after = await list();
    const failed = after.cases.filter(({ passed }) => passed !== true);
    assert.deepEqual(
      failed.map(({ title, actual }) => `${title}: ${actual}`),
      ['our own phrase: allow'],
    );
    assert.deepEqual([run.failed, run.cases], [1, after.cases.length]);
    assert.equal(after.history[0]?.run_id, run.run_id);
    const secret = after.cases.find(({ case_id }) => case_id === 'secret/a-token-in-an-answer');
    assert.deepEqual(secret?.decided_by, ['secret.github_token: block (profile balanced[1])']);
  });

  test('blind protection is told, and its end', async () => {
    await until('a self-test went well', async () => (await list()).self_test?.ok === true);
    const db = openStoreReader(suite.paths);
    try {
      const changes = prepareQuery(db, protectionOf);
      await suite.suspend('shield');
      await until('blindness is told', () => changes.all().length === 1, BLIND_WITHIN_MS);
      assert.deepEqual(changes.all(), [{ state: 'started', reason: 'The shield does not answer.' }]);
      suite.resume('shield');
      await until('sight is told', () => changes.all().length === 2, BLIND_WITHIN_MS);
      assert.equal(changes.all()[1]?.state, 'ended');
    } finally {
      db.close();
    }
  });
});
