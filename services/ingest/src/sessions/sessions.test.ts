import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { EventData } from '@clawnex/proto/events.ts';
import fc from 'fast-check';
import { received, START_MS } from '../testing/make-events.ts';
import { openTestStore } from '../testing/open-test-store.ts';

type Observed = EventData<'session.observed'>;

const usage = (key: string, parts: Partial<Observed> = {}, session = 's-1', time = START_MS) =>
  received(
    'session.observed',
    { kind: 'usage', log_source: 'openclaw_jsonl', entry_id: key, usage_key: key, ...parts },
    { instance: '/home/a/.openclaw', agent: 'main', session, time },
  );
const logged = (call_id: string, parts: Partial<EventData<'exchange.logged'>> = {}) =>
  received('exchange.logged', {
    call_id,
    status: 'success',
    started_at_ms: START_MS - 900,
    ended_at_ms: START_MS,
    cost_trust: 'unknown',
    caller: {},
    ...parts,
  });

describe('what agents used, and what the proxy saw of it', () => {
  let store: ReturnType<typeof openTestStore>;
  before(() => {
    store = openTestStore();
  });
  after(() => {
    store.close();
  });

  const apply = (...events: ReturnType<typeof received>[]) => store.apply(events);
  const row = (key: string) =>
    store.db
      .prepare(
        'SELECT input_tokens, output_tokens, cost_microusd, call_id, matched_by FROM session_usage WHERE usage_key = ?',
      )
      .get(key);

  test('an answer told in several versions is one row with the largest amounts, in any order', async () => {
    const versions = [
      usage('grow', { input_tokens: 10, output_tokens: 1 }),
      usage('grow', { input_tokens: 10, output_tokens: 7, cost_microusd: 30 }),
      usage('grow', { input_tokens: 10, output_tokens: 9 }),
    ];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(versions, { minLength: 3 }), async (order) => {
        store.db.exec('DELETE FROM session_usage; DELETE FROM event_ids; DELETE FROM session_entries');
        await apply(...order, ...order);
        const { call_id, matched_by, ...amounts } = row('grow') as Record<string, unknown>;
        assert.deepEqual(amounts, { input_tokens: 10, output_tokens: 9, cost_microusd: 30 });
        assert.deepEqual([call_id, matched_by], [null, null]);
      }),
      { numRuns: 10 },
    );
  });

  test('an answer is matched by its id, whichever side comes first', async () => {
    await apply(
      usage('first', { response_id: 'chatcmpl-1' }),
      logged('call-1', { response_id: 'chatcmpl-1' }),
    );
    await apply(
      logged('call-2', { response_id: 'chatcmpl-2' }),
      usage('second', { response_id: 'chatcmpl-2' }),
    );
    assert.deepEqual(
      [Object(row('first')).call_id, Object(row('first')).matched_by],
      ['call-1', 'response_id'],
    );
    assert.deepEqual(
      [Object(row('second')).call_id, Object(row('second')).matched_by],
      ['call-2', 'response_id'],
    );
  });

  test('without an id it is matched by the same tokens at the same time, once, best in the same session', async () => {
    const tokens = { input_tokens: 800, cache_read_tokens: 200, output_tokens: 33 };
    const seen = { prompt_tokens: 1_000, completion_tokens: 33 };
    await apply(logged('call-3', seen), logged('call-4', { ...seen, trace_id: 's-2' }));
    await apply(usage('mine', tokens, 's-2'), usage('other', tokens, 's-3'), usage('third', tokens, 's-4'));
    assert.deepEqual(
      ['mine', 'other', 'third'].map((key) => [Object(row(key)).call_id, Object(row(key)).matched_by]),
      [
        ['call-4', 'session_and_tokens'],
        ['call-3', 'tokens_and_time'],
        [null, null],
      ],
    );
  });

  test('what happened at another time, failed, or is a total of a session is not matched', async () => {
    const tokens = { input_tokens: 5_000, output_tokens: 44 };
    await apply(
      usage('old', tokens, 's-5', START_MS - 3_600_000),
      usage('total', { ...tokens, cumulative: true }),
    );
    await apply(logged('call-5', { prompt_tokens: 5_000, completion_tokens: 44, status: 'failure' }));
    await apply(logged('call-6', { prompt_tokens: 5_000, completion_tokens: 44 }));
    assert.equal(Object(row('old')).call_id, null);
    assert.equal(Object(row('total')).call_id, null);
  });

  test('a session counts its turns, calls and errors, and keeps its worst verdict', async () => {
    const about = { instance: 'i', agent: 'main', session: 'counted' };
    const entry = (kind: Observed['kind'], id: string, time = START_MS) =>
      received('session.observed', { kind, log_source: 'codex', entry_id: id }, { ...about, time });
    await apply(
      entry('started', 'a'),
      entry('turn', 'b'),
      entry('turn', 'c', START_MS + 5),
      entry('tool_called', 'd'),
    );
    await apply(entry('turn', 'b'), entry('error', 'e'), entry('ended', 'f', START_MS + 9));
    const counted = store.db
      .prepare(
        'SELECT turns, tool_calls, errors, first_at_ms, last_at_ms, ended_at_ms FROM agent_sessions WHERE session = ?',
      )
      .get('counted');
    assert.deepEqual(counted, {
      turns: 2,
      tool_calls: 1,
      errors: 1,
      first_at_ms: START_MS,
      last_at_ms: START_MS + 9,
      ended_at_ms: START_MS + 9,
    });
  });
});
