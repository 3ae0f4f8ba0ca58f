import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signTrafficTag } from '@clawnex/shared/kernel/traffic-tag.ts';
import fc from 'fast-check';
import { reduceRecord } from './reduce-record.ts';

const NOW_MS = 1_767_607_200_000;
const OPTIONS = { tagKey: 'a key of this test', nowMs: NOW_MS };
const STARTED_S = NOW_MS / 1_000 - 2;

/** A record as LiteLLM 1.108 posts it, with texts where they are when message logging is on. */
const SUCCESS = {
  id: 'chatcmpl-9f2',
  litellm_call_id: 'c-1',
  trace_id: 't-1',
  session_id: '',
  call_type: 'acompletion',
  stream: true,
  status: 'success',
  status_fields: { llm_api_status: 'success', guardrail_status: 'success' },
  startTime: STARTED_S,
  endTime: STARTED_S + 1.5,
  completionStartTime: STARTED_S + 0.25,
  model: 'openai/fake-chat',
  model_group: 'fake-chat',
  custom_llm_provider: 'openai',
  response_cost: 0.0012345,
  cost_breakdown: { input_cost: 0.001, output_cost: 0.0002345, total_cost: 0.0012345 },
  prompt_tokens: 100,
  completion_tokens: 20,
  total_tokens: 120,
  cache_hit: null,
  end_user: 'customer-7',
  user_agent: 'OpenAI/Python',
  messages: [{ role: 'user', content: 'SECRET PROMPT' }],
  response: { choices: [{ message: { content: 'SECRET ANSWER' } }] },
  model_parameters: { tools: [{ function: { name: 'SECRET TOOL' } }] },
  error_str: null,
  error_information: { error_code: '', error_class: '', traceback: '', error_message: '' },
  model_map_information: { model_map_value: { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 } },
  metadata: {
    user_api_key_hash: 'litellm_proxy_master_key',
    user_api_key_alias: 'team-key',
    user_api_key_user_id: 'default_user_id',
    user_api_key_team_id: null,
    usage_object: {
      prompt_tokens: 100,
      prompt_tokens_details: { cached_tokens: 40 },
      completion_tokens_details: { reasoning_tokens: 5 },
      cache_creation_input_tokens: 7,
    },
    requester_metadata: { headers: { 'x-private': 'SECRET HEADER' } },
  },
};

function reduce(record: unknown) {
  const reduced = reduceRecord(record, OPTIONS);
  assert.ok(reduced.ok, 'the record is usable');
  return reduced.call;
}

test('a record of a success becomes facts', () => {
  const { data, origin } = reduce(SUCCESS);
  assert.equal(origin, 'live');
  assert.deepEqual(JSON.parse(JSON.stringify(data)), {
    call_id: 'c-1',
    trace_id: 't-1',
    status: 'success',
    call_type: 'acompletion',
    model: 'openai/fake-chat',
    model_group: 'fake-chat',
    provider: 'openai',
    stream: true,
    started_at_ms: NOW_MS - 2_000,
    ended_at_ms: NOW_MS - 500,
    first_token_at_ms: NOW_MS - 1_750,
    prompt_tokens: 100,
    completion_tokens: 20,
    cache_read_tokens: 40,
    cache_write_tokens: 7,
    reasoning_tokens: 5,
    response_id: 'chatcmpl-9f2',
    cost_microusd: 1_235,
    cost_trust: 'reported',
    caller: {
      key_hash: 'litellm_proxy_master_key',
      key_alias: 'team-key',
      user: 'default_user_id',
      end_user: 'customer-7',
      user_agent: 'OpenAI/Python',
    },
  });
});

test('no text, header, tool or error message of a record survives', () => {
  const failure = {
    ...SUCCESS,
    status: 'failure',
    error_str: 'SECRET ERROR',
    error_information: {
      error_class: 'BadRequestError',
      error_code: '400',
      error_message: 'SECRET MESSAGE',
      traceback: 'SECRET TRACE',
    },
  };
  for (const record of [SUCCESS, failure]) assert.doesNotMatch(JSON.stringify(reduce(record)), /SECRET/);
  assert.equal(reduce(failure).data.error_class, 'BadRequestError');
});

test('numbers as text, ISO times and the older words for usage and cost are understood', () => {
  const { data } = reduce({
    call_id: 'c-2',
    status: 'success',
    startTime: '2026-01-05T10:00:00Z',
    endTime: String(NOW_MS / 1_000 + 3),
    usage: { prompt_tokens: '12', completion_tokens: 4.0, cache_read_input_tokens: '3' },
    cost: '0.5',
    stream: 'True',
  });
  assert.equal(data.started_at_ms, NOW_MS);
  assert.equal(data.ended_at_ms, NOW_MS + 3_000);
  assert.deepEqual([data.prompt_tokens, data.completion_tokens, data.cache_read_tokens], [12, 4, 3]);
  assert.deepEqual([data.cost_microusd, data.cost_trust, data.stream], [500_000, 'reported', true]);
});

test('a cost of 0 is believed only where something explains it', () => {
  const trust = (change: object) =>
    reduce({ ...SUCCESS, response_cost: 0, cost_breakdown: null, model_map_information: null, ...change })
      .data.cost_trust;
  assert.equal(trust({}), 'unpriced');
  assert.equal(trust({ cache_hit: true }), 'reported');
  assert.equal(trust({ prompt_tokens: 0, completion_tokens: 0, metadata: null }), 'reported');
  assert.equal(
    trust({ model_map_information: { model_map_value: { input_cost_per_token: 0 } } }),
    'reported',
  );
  assert.equal(trust({ response_cost: null }), 'unknown');
});

test('an answer that was paid for and then blocked keeps its tokens and its cost', () => {
  const blocked = { ...SUCCESS, status: 'failure', prompt_tokens: 0, completion_tokens: 0, response_cost: 0 };
  const { data } = reduce({
    ...blocked,
    metadata: { usage_object: { prompt_tokens: 100, completion_tokens: 20 } },
  });
  assert.deepEqual([data.prompt_tokens, data.completion_tokens], [100, 20]);
  assert.deepEqual([data.cost_microusd, data.cost_trust], [1_235, 'reported']);
});

test('a copy of a record has the same id, another attempt of the call has another', () => {
  const { id } = reduce(SUCCESS);
  assert.equal(reduce(structuredClone(SUCCESS)).id, id);
  assert.notEqual(reduce({ ...SUCCESS, status: 'failure' }).id, id);
  assert.notEqual(reduce({ ...SUCCESS, startTime: STARTED_S + 1, endTime: STARTED_S + 2 }).id, id);
});

test('a genuine mark makes a call demo traffic at its own time; a forged one leaves it live', () => {
  const yesterday = NOW_MS - 86_400_000;
  const value = signTrafficTag({ origin: 'demo', time_ms: yesterday }, OPTIONS.tagKey, NOW_MS);
  for (const metadata of [
    { requester_custom_headers: { 'x-clawnex-tag': value } },
    { requester_metadata: { headers: { 'x-clawnex-tag': value } } },
  ]) {
    const { origin, data } = reduce({ ...SUCCESS, metadata });
    assert.equal(origin, 'demo');
    assert.deepEqual([data.started_at_ms, data.ended_at_ms], [yesterday, yesterday + 1_500]);
  }
  const forged = signTrafficTag({ origin: 'demo', time_ms: yesterday }, 'another key', NOW_MS);
  const call = reduce({ ...SUCCESS, metadata: { requester_custom_headers: { 'x-clawnex-tag': forged } } });
  assert.equal(call.origin, 'live');
  assert.equal(call.data.started_at_ms, NOW_MS - 2_000);
});

test('what cannot be used says why', () => {
  for (const entry of [null, 7, 'text', [1]]) {
    assert.deepEqual(reduceRecord(entry, OPTIONS), { ok: false, reason: 'not_an_object' });
  }
  for (const entry of [{}, { litellm_call_id: '' }, { litellm_call_id: null, id: null }]) {
    assert.deepEqual(reduceRecord(entry, OPTIONS), { ok: false, reason: 'no_call_id' });
  }
});

test('whatever stands in whichever field, a record with a call id is taken', () => {
  const fields = Object.keys(SUCCESS).filter((name) => name !== 'litellm_call_id');
  const noise = fc.oneof(
    fc.jsonValue(),
    fc.double(),
    fc.bigInt().map(String),
    fc.string({ maxLength: 2_000 }),
  );
  const damage = fc.dictionary(fc.constantFrom(...fields), noise);
  const metadata = fc.dictionary(fc.constantFrom(...Object.keys(SUCCESS.metadata), '__proto__'), noise);
  fc.assert(
    fc.property(damage, metadata, (damaged, inside) => {
      const { data } = reduce({ ...SUCCESS, metadata: { ...SUCCESS.metadata, ...inside }, ...damaged });
      assert.equal(data.call_id, 'c-1');
      assert.ok(data.started_at_ms <= data.ended_at_ms);
    }),
    { numRuns: 500 },
  );
});
