import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { HANG_MS, readAudit, startTestApi, type TestApi } from '../../testing/start-test-api.ts';

describe('writing to the control tables', { timeout: HANG_MS }, () => {
  let test: TestApi;
  let cookie: string;
  before(async () => {
    test = await startTestApi();
    cookie = await test.signIn('admin');
  });
  after(() => test.stop());

  const change = (revision: number) =>
    test.send('PUT', '/api/policy', {
      cookie,
      body: {
        revision,
        mode: 'block',
        deadline_ms: 250,
        on_deadline: 'block',
        review_score: 40,
        block_score: 75,
        reason: 'r'.repeat(500),
      },
    });

  it('with the disk full: says so, changes nothing, goes on reading, and recovers by itself', async () => {
    const { db } = test.api.writer;
    const before = readAudit(test.db).length;
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    let revision = 0;
    let answer = await change(revision);
    // The last free pages still take a few.
    for (; answer.status === 200; answer = await change(revision)) revision += 1;
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /nothing was changed/);
    assert.equal(test.api.policy.current().revision, revision);
    assert.equal(readAudit(test.db).length, before + revision);
    assert.match(test.context.health.snapshot().problems.join(), /full/);
    assert.equal((await test.send('GET', '/api/exchanges', { cookie })).status, 200);

    db.pragma('max_page_count = 1000000');
    assert.equal((await change(revision)).status, 200);
    assert.doesNotMatch(test.context.health.snapshot().problems.join(), /full/);
  });

  it('waits for the other writer instead of failing', async () => {
    const revision = test.api.policy.current().revision;
    test.db.exec('BEGIN IMMEDIATE');
    const waiting = change(revision);
    const reading = test.send('GET', '/api/policy', { cookie });
    const first = await Promise.race([waiting.then(() => 'write'), reading.then(() => 'read')]);
    assert.equal(first, 'read');
    test.db.exec('COMMIT');
    assert.equal((await waiting).status, 200);
  });
});
