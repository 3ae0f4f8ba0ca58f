import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readExchange } from '@clawnex/proto/http/dashboard/exchanges.ts';
import { insertExchange } from '../../testing/insert-exchange.ts';
import { HANG_MS, startTestApi, type TestApi } from '../../testing/start-test-api.ts';

const AT_MS = Date.UTC(2026, 0, 15);
const BLOCK = {
  hash: 'a'.repeat(64),
  origin: 'tool_result',
  index: 2,
  length: 120,
  verdict: 'block',
  score: 90,
  detections: [
    {
      rule: 'INJ-1',
      category: 'injection',
      severity: 'high',
      confidence: 0.9,
      view: 'raw',
      spans: [{ start: 3, end: 9 }],
      count: 1,
    },
  ],
  ledger: [{ source: 'INJ-1', points: 90, reason: 'asks to ignore the instructions' }],
  excerpts: [{ start: 0, text: 'please ignore', highlights: [{ start: 7, end: 13, rule: 'INJ-1' }] }],
};

describe('one exchange with its evidence', { timeout: HANG_MS }, () => {
  let test: TestApi;
  let cookie: string;
  before(async () => {
    test = await startTestApi();
    cookie = await test.signIn('viewer');
    const call_id = 'call/with ü and %';
    insertExchange(test.db, { call_id, at_ms: AT_MS, verdict: 'block', decision: 'observed', agent: 'main' });
    const seq = test.db.prepare('SELECT seq FROM exchanges').pluck().get();
    const judge = test.db.prepare(
      `INSERT INTO judgements (event_id, exchange, at_ms, side, host, origin, caller_json, mode, policy_revision, ruleset,
         verdict, score, decision, reason, evidence_id, blocks_total, blocks_cached, blocks_redacted, length_total,
         latency_us, deadline_exceeded, blocks_json)
       VALUES (?, ?, ?, 'request', 'host-a', 'live', '{}', 'observe', 0, ?, 'block', 90, 'observed', 'prompt_blocked',
         'evidence-1', 3, 1, 0, 400, 850, 0, ?)`,
    );
    judge.run('event-1', seq, AT_MS, 'v1', JSON.stringify([BLOCK]));
    const rule = test.db.prepare(
      "INSERT INTO rule_snapshots VALUES (?, 'INJ-1', ?, 'injection', 'high', 'why', 'verify', '[]', '[]')",
    );
    rule.run('v1', 'as it was');
    rule.run('v2', 'as it is now');
    const log = test.db.prepare(
      `INSERT INTO log_records (event_id, exchange, host, origin, status, started_at_ms, ended_at_ms, prompt_tokens, cost_trust, caller_json, stream)
       VALUES (?, ?, 'host-a', 'live', ?, ?, ?, ?, 'reported', '{}', 1)`,
    );
    log.run('log-1', seq, 'success', AT_MS, AT_MS + 900, 12);
    log.run('log-2', seq, 'failure', AT_MS, AT_MS + 1_900, null);
  });
  after(() => test.stop());

  it('shows row, judgements with blocks, the record that counts, and the rules as they were', async () => {
    const answer = await test.send('GET', `/api/exchanges/${encodeURIComponent('call/with ü and %')}`, {
      cookie,
    });
    assert.equal(answer.status, 200, await answer.clone().text());
    const detail = readExchange.response.parse(await answer.json());
    assert.equal(detail.row.agent, 'main');
    assert.deepEqual(detail.judgements[0]?.blocks, [BLOCK]);
    assert.partialDeepStrictEqual(detail.log, {
      status: 'success',
      prompt_tokens: 12,
      completion_tokens: null,
      stream: true,
    });
    assert.deepEqual(
      detail.rules.map(({ id, title }) => [id, title]),
      [['INJ-1', 'as it was']],
    );
  });

  it('says that a call is not stored', async () => {
    const answer = await test.send('GET', '/api/exchanges/unknown', { cookie });
    assert.equal(answer.status, 404);
  });
});
