import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { verifyAudit } from '@clawnex/shared/store/verify-audit.ts';
import { HANG_MS, readAudit, startTestApi, type TestApi } from '../../testing/start-test-api.ts';

const CHANGE = {
  revision: 0,
  mode: 'block',
  deadline_ms: 300,
  on_deadline: 'pass',
  review_score: 30,
  block_score: 60,
  reason: 'two quiet weeks in observe',
};

describe('the policy, with the broker away', { timeout: HANG_MS }, () => {
  let test: TestApi;
  let cookie: string;
  before(async () => {
    test = await startTestApi();
    cookie = await test.signIn('responder');
  });
  after(() => test.stop());

  const put = (body: unknown) => test.send('PUT', '/api/policy', { cookie, body });

  it('is the default until somebody decides', async () => {
    const answer = await test.send('GET', '/api/policy', { cookie });
    assert.partialDeepStrictEqual(await answer.json(), { revision: 0, mode: 'observe', updated_at: null });
  });

  it('refuses thresholds that leave nothing to review', async () => {
    const answer = await put({ ...CHANGE, review_score: 61 });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /"where":"body.review_score"/);
  });

  it('is saved with its audit row and shown as not published', async () => {
    const answer = await put(CHANGE);
    assert.equal(answer.status, 200);
    const { reason, ...settings } = CHANGE;
    const updated_at = new Date(test.clock.now()).toISOString();
    assert.deepEqual(await answer.json(), {
      ...settings,
      ...{ revision: 1, profile: 'balanced', lines: 0, scopes: 0 },
      updated_at,
      updated_by: 'responder',
      published: false,
    });
    const row = readAudit(test.db).at(-1);
    assert.partialDeepStrictEqual(row, { actor: 'responder', action: 'policy_changed', target: 'policy:1' });
    assert.partialDeepStrictEqual(row?.detail, {
      reason,
      before: { mode: 'observe' },
      after: { mode: 'block' },
    });
  });

  it('tells the second of two operators who started from the same version', async () => {
    const answer = await put({ ...CHANGE, mode: 'observe' });
    assert.equal(answer.status, 409);
    assert.equal(test.api.policy.current().mode, 'block');
    const answers = await Promise.all([put({ ...CHANGE, revision: 1 }), put({ ...CHANGE, revision: 1 })]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  });

  it('does not change when the audit row cannot be written', async () => {
    const before = test.api.policy.current();
    test.db.exec(
      "CREATE TRIGGER no_audit BEFORE INSERT ON audit_events BEGIN SELECT RAISE(ABORT, 'no audit'); END",
    );
    const answer = await put({ ...CHANGE, revision: before.revision });
    test.db.exec('DROP TRIGGER no_audit');
    assert.equal(answer.status, 500);
    assert.deepEqual(test.api.policy.current(), before);
  });

  it('leaves an unbroken audit chain', () => {
    assert.equal(verifyAudit(test.db).ok, true);
  });
});
