import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  cookieOf,
  HANG_MS,
  PASSWORD,
  readAudit,
  startTestApi,
  type TestApi,
} from '../../testing/start-test-api.ts';
import { SETUP_TOKEN_VALID_MS } from './setup-tokens.ts';

describe('creating the first operator', { timeout: HANG_MS }, () => {
  let test: TestApi;
  beforeEach(async () => {
    test = await startTestApi();
  });
  afterEach(() => test.stop());

  const issue = () => {
    const token = test.api.firstOperator.issueToken();
    assert.ok(token !== null);
    return token;
  };
  const setUp = (token: string, username = 'root-1') =>
    test.send('POST', '/api/setup', { body: { token, username, password: PASSWORD } });
  const needed = async () => await (await test.send('GET', '/api/setup')).json();

  it('makes an admin, signs them in and is over', async () => {
    assert.deepEqual(await needed(), { needed: true });
    const token = issue();
    const answer = await setUp(token);
    const cookie = cookieOf(answer);
    assert.partialDeepStrictEqual(await answer.json(), { username: 'root-1', role: 'admin' });
    assert.equal((await test.send('GET', '/api/session', { cookie })).status, 200);
    assert.deepEqual(await needed(), { needed: false });
    assert.equal(test.api.firstOperator.issueToken(), null);
    assert.equal((await setUp(token, 'second')).status, 409);
    assert.deepEqual(
      readAudit(test.db).map(({ actor, action, target }) => [actor, action, target]),
      [['root-1', 'first_operator_created', 'operator:root-1']],
    );
  });

  it('lets exactly one of several racing set-ups win', async () => {
    const tokens = [issue(), issue(), issue()];
    const answers = await Promise.all(tokens.map((token, index) => setUp(token, `racer-${index}`)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
    assert.equal(test.db.prepare('SELECT count(*) FROM operators').pluck().get(), 1);
    assert.equal(test.db.prepare('SELECT count(*) FROM sessions').pluck().get(), 1);
  });

  it('refuses a wrong and an expired token, and a new one works again', async () => {
    const token = issue();
    assert.equal((await setUp('x'.repeat(43))).status, 401);
    test.clock.turn(SETUP_TOKEN_VALID_MS);
    assert.equal((await setUp(token)).status, 401);
    assert.equal((await setUp(issue())).status, 200);
  });

  it('slows guessing at tokens, but never the holder of the right one', async () => {
    const token = issue();
    const statuses: number[] = [];
    for (let i = 0; i < 7; i += 1) statuses.push((await setUp(`${i}`.repeat(43))).status);
    assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429]);
    assert.equal((await setUp(token)).status, 200);
  });

  it('asks for a password of at least 12 characters and says so', async () => {
    const body = { token: issue(), username: 'root-1', password: 'elevenchars' };
    const answer = await test.send('POST', '/api/setup', { body });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /"where":"body.password"/);
  });
});
