import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  listAgentSessions,
  listBypasses,
  listRuntimeChanges,
  readAgentSession,
  readWatchStatus,
} from '@clawnex/proto/http/dashboard/agent-sessions.ts';
import { HANG_MS, startTestApi, type TestApi } from '../../testing/start-test-api.ts';

const START_MS = Date.UTC(2026, 0, 15, 9);

describe('sessions of agents over the API', { timeout: HANG_MS }, () => {
  let test: TestApi;
  let cookie = '';
  before(async () => {
    test = await startTestApi();
    cookie = await test.signIn('viewer');
    const session = (n: number, origin: string) =>
      test.db
        .prepare(
          `INSERT INTO agent_sessions (revision, host, origin, instance, session, agent, log_source, first_at_ms, last_at_ms,
             turns, tool_calls, errors, verdict, score) VALUES (?, 'h', ?, 'i', ?, 'main', 'codex', ?, ?, 2, 1, 0, 'block', 90)`,
        )
        .run(1_000 + n, origin, `s-${n}`, START_MS + n, START_MS + n * 1_000);
    for (let n = 1; n <= 3; n += 1) session(n, 'live');
    session(4, 'demo');
    const usage = (key: string, call: string | null, cumulative = 0) =>
      test.db
        .prepare(
          `INSERT INTO session_usage (revision, host, origin, instance, usage_key, session, agent, log_source, at_ms, entry_id,
             model, cumulative, input_tokens, output_tokens, cost_microusd, call_id)
           VALUES (1, 'h', 'live', 'i', ?, 's-1', 'main', 'codex', ?, ?, 'm-1', ?, 10, 2, NULL, ?)`,
        )
        .run(key, START_MS + 5, key, cumulative, call);
    usage('u-1', 'call-1');
    usage('u-2', null);
    usage('total', null, 1);
    const entry = (n: number, kind: string, blockOrigin: string | null) =>
      test.db
        .prepare(
          `INSERT INTO session_entries (event_id, revision, at_ms, host, origin, instance, agent, session, kind, log_source,
             entry_id, block_origin) VALUES (?, ?, ?, 'h', 'live', 'i', 'main', 's-1', ?, 'codex', ?, ?)`,
        )
        .run(`event-${n}`, 2_000 + n, START_MS + n, kind, n === 5 ? 'u-1' : `e-${n}`, blockOrigin);
    entry(1, 'turn', 'user');
    entry(2, 'tool_result', 'tool_result');
    entry(5, 'usage', null);
    const block = {
      hash: 'a'.repeat(64),
      origin: 'tool_result',
      index: 0,
      length: 99,
      verdict: 'block',
      score: 90,
      detections: [],
      ledger: [],
      excerpts: [{ start: 0, text: 'ignore all …', highlights: [] }],
    };
    test.db
      .prepare(
        `INSERT INTO scans (event_id, revision, at_ms, host, origin, instance, agent, session, scan_source, ruleset,
           block_hash, block_origin, block_index, length, verdict, score, block_json, entry_id, latency_us)
         VALUES ('scan', 3000, ?, 'h', 'live', 'i', 'main', 's-1', 'codex', 'r', ?, 'tool_result', 0, 99, 'block', 90, ?, 'e-2', 1)`,
      )
      .run(START_MS + 2, block.hash, JSON.stringify(block));
    test.db
      .prepare(
        `INSERT INTO runtime_changes (event_id, revision, at_ms, host, origin, instance, what, name, change, diff)
         VALUES ('change', 4000, ?, 'h', 'live', 'i', 'boot_file', 'SOUL.md', 'changed', '+be evil')`,
      )
      .run(START_MS);
    test.db
      .prepare(`INSERT INTO proxy_answers (call_id, host, origin, at_ms) VALUES ('call-9', 'h', 'live', ?)`)
      .run(START_MS);
  });
  after(() => test.stop());

  async function get(path: string): Promise<unknown> {
    const answer = await test.send('GET', path, { cookie });
    assert.equal(answer.status, 200, path);
    return answer.json();
  }

  it('lists live sessions, last active first, page by page, with what their usage adds up to', async () => {
    const first = listAgentSessions.response.parse(await get('/api/sessions?limit=2'));
    assert.deepEqual(
      first.rows.map((row) => row.session),
      ['s-3', 's-2'],
    );
    assert.deepEqual([first.rows[0]?.input_tokens, first.rows[0]?.seen_by_both], [null, null]);
    const second = listAgentSessions.response.parse(await get(`/api/sessions?limit=2&cursor=${first.next}`));
    const [row] = second.rows;
    assert.deepEqual(
      [row?.session, row?.input_tokens, row?.cost_microusd, row?.seen_by_both, row?.around_the_proxy],
      ['s-1', 30, null, 1, 1],
    );
    assert.equal(second.next, null);
    const none = listAgentSessions.response.parse(await get('/api/sessions?verdict=review'));
    assert.deepEqual(none.rows, []);
  });

  it('replays a session with what scans found in its margin', async () => {
    const list = listAgentSessions.response.parse(await get('/api/sessions'));
    const id = list.rows.find((row) => row.session === 's-1')?.session_id;
    const { items, first_blocked_seq } = readAgentSession.response.parse(await get(`/api/sessions/${id}`));
    assert.deepEqual(
      items.map((item) => [item.kind, item.scan?.excerpt ?? null, item.call_id]),
      [
        ['turn', null, null],
        ['tool_result', 'ignore all …', null],
        ['usage', null, 'call-1'],
      ],
    );
    assert.equal(first_blocked_seq, items[1]?.seq);
    const paged = readAgentSession.response.parse(await get(`/api/sessions/${id}?limit=2`));
    assert.equal(paged.items.length, 2);
    const rest = readAgentSession.response.parse(
      await get(`/api/sessions/${id}?limit=2&cursor=${paged.next}`),
    );
    assert.deepEqual(
      rest.items.map((item) => item.kind),
      ['usage'],
    );
  });

  it('says of a session that does not exist that there is none', async () => {
    for (const id of ['99999', 'x', '1e3']) {
      assert.equal((await test.send('GET', `/api/sessions/${id}`, { cookie })).status, 404);
    }
  });

  it('reports calls around the proxy by agent, with how to route them', async () => {
    const report = listBypasses.response.parse(await get('/api/sessions/around-the-proxy'));
    assert.deepEqual(
      report.rows.map(({ agent, calls, calls_seen, models }) => ({ agent, calls, calls_seen, models })),
      [{ agent: 'main', calls: 1, calls_seen: 1, models: ['m-1'] }],
    );
    assert.match(report.rows[0]?.how_to_route ?? '', /base_url/);
    assert.equal(report.proxy_only, 1);
  });

  it('lists changes of what agents run on', async () => {
    const { rows } = listRuntimeChanges.response.parse(await get('/api/sessions/changes'));
    assert.deepEqual(
      rows.map((row) => [row.name, row.change, row.diff]),
      [['SOUL.md', 'changed', '+be evil']],
    );
  });

  it('says that the watcher cannot be asked while the broker is away', async () => {
    const { status, reason } = readWatchStatus.response.parse(await get('/api/sessions/sources'));
    assert.equal(status, null);
    assert.match(reason ?? '', /broker is away/);
  });
});
