import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, test } from 'node:test';
import { HttpError } from '@clawnex/proto/http/error.ts';
import { GUARDRAIL_BODY_BYTES_MAX, GuardrailResponse } from '@clawnex/proto/http/shield.ts';
import fc from 'fast-check';
import { chatAnswer, chatRequest } from '../testing/guardrail-bodies.ts';
import { HOSTILE_RESULT } from '../testing/hostile-texts.ts';
import { startTestShield, TEST_TOKEN, type TestShield } from '../testing/start-shield.ts';

const PATH = '/beta/litellm_basic_guardrail_api';
let shield: TestShield;
before(async () => {
  shield = await startTestShield();
});
after(() => shield.stop());

/** An answer is either ours exactly, or a refusal of the request as such. */
async function checkAnswer(response: Response, texts: unknown, messages?: unknown): Promise<void> {
  assert.ok(response.status < 500, `status ${response.status}`);
  const answer: unknown = await response.json();
  if (response.status !== 200) {
    assert.equal(response.status, 400);
    return;
  }
  const parsed = GuardrailResponse.parse(answer);
  assert.deepEqual(parsed, answer);
  if (parsed.action !== 'GUARDRAIL_INTERVENED') return;
  if ('structured_messages' in parsed) {
    assert.ok(Array.isArray(messages));
    assert.equal(parsed.structured_messages.length, messages.length);
  } else {
    assert.ok(Array.isArray(texts));
    assert.equal(parsed.texts.length, texts.length);
  }
}

test('whatever is posted, the answer is never 5xx and never ambiguous', async () => {
  const messages = fc.array(
    fc.oneof(
      fc.record({ role: fc.string(), content: fc.anything({ maxDepth: 3 }) }, { requiredKeys: [] }),
      fc.record({ role: fc.constant('tool'), content: fc.constant(HOSTILE_RESULT) }),
      fc.jsonValue(),
    ),
    { maxLength: 5 },
  );
  const body = fc.record(
    {
      input_type: fc.oneof(fc.constant('request'), fc.constant('response'), fc.jsonValue()),
      litellm_call_id: fc.oneof(
        fc.string(),
        fc.constant(null),
        fc.string({ minLength: 600, maxLength: 700 }),
      ),
      litellm_trace_id: fc.oneof(fc.string(), fc.constant(null)),
      texts: fc.oneof(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constant(null))), fc.jsonValue()),
      structured_messages: fc.oneof(messages, fc.constant(null)),
      images: fc.jsonValue(),
      tools: fc.oneof(fc.array(fc.jsonValue(), { maxLength: 4 }), fc.constant(null)),
      tool_calls: fc.oneof(fc.array(fc.jsonValue(), { maxLength: 4 }), fc.constant(null)),
      request_data: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.constant(null)),
      request_headers: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.constant(null)),
      model: fc.oneof(fc.string({ unit: 'binary', maxLength: 2_000 }), fc.constant(null)),
      additional_provider_specific_params: fc.oneof(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constant(null),
      ),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(body, async (value) => {
      const json = JSON.stringify(value);
      await checkAnswer(await shield.post(PATH, json), value.texts, value.structured_messages);
    }),
    { numRuns: 300 },
  );
});

test('what is no request at all is refused with 400, so that LiteLLM fails closed', async () => {
  const bodies = [
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '{"input_type":"REQUEST"}',
    '{"input_type":"request","texts":[1]}',
  ];
  for (const body of bodies) {
    const response = await shield.post(PATH, body);
    assert.equal(response.status, 400, body);
    assert.equal(HttpError.parse(await response.json()).error.code, 'bad_request');
  }
});

test('shapes seen in the wild are judged: no texts, images only, n answers, long tool names, lone surrogates', async () => {
  const call = (name: string) => [{ id: 'c', type: 'function', function: { name, arguments: '{}' } }];
  const bodies = [
    { ...chatRequest([]), texts: [], structured_messages: [] },
    { ...chatRequest([]), texts: null, structured_messages: null, images: null },
    chatRequest([
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } }] },
    ]),
    chatAnswer(['one', 'two', '']),
    chatAnswer([], { tool_calls: call('x'.repeat(64)) }),
    chatRequest([{ role: 'user', content: 'hi' }], {
      tools: [{ type: 'web_search' }, { type: 'function', function: { name: 'y'.repeat(64) } }],
    }),
    chatRequest([{ role: 'user', content: 'broken \ud83d half' }]),
    { input_type: 'response', texts: ['x'], litellm_call_id: null },
    { input_type: 'request' },
  ];
  for (const body of bodies) assert.deepEqual(await shield.judge(body), { action: 'NONE' });
});

test('the blocks around a cut one come back exactly as they came, and null as an empty text', async () => {
  const trace = { litellm_trace_id: 'odd-texts' };
  const texts = ['half \ud83d', null, HOSTILE_RESULT];
  const first = GuardrailResponse.parse(await shield.judge({ ...chatRequest([], trace), texts }));
  assert.equal(first.action, 'BLOCKED');
  const answer = GuardrailResponse.parse(
    await shield.judge({ ...chatRequest([], trace), texts: [...texts, 'go on'] }),
  );
  assert.ok('texts' in answer);
  assert.deepEqual([answer.texts[0], answer.texts[1], answer.texts[3]], ['half \ud83d', '', 'go on']);
});

test('past a bound the call is refused in block mode and noted in observe mode', async () => {
  const long = { ...chatRequest([]), texts: ['a'.repeat(9 * 1024 ** 2)] };
  const body = JSON.stringify({ ...chatRequest([]), images: ['x'.repeat(GUARDRAIL_BODY_BYTES_MAX)] });
  for (const [mode, expected] of [
    ['block', /^clawnex: too_large \(/],
    ['observe', null],
  ] as const) {
    shield.policy = { ...shield.policy, mode, revision: shield.policy.revision + 1 };
    for (const big of [long, body]) {
      const response = await shield.post(PATH, big);
      assert.equal(response.status, 200);
      const answer = GuardrailResponse.parse(await response.json());
      if (expected === null) assert.deepEqual(answer, { action: 'NONE' });
      else assert.match(answer.action === 'BLOCKED' ? answer.blocked_reason : '', expected);
      const event = shield.events.at(-1);
      assert.ok(event?.type === 'exchange.judged');
      assert.deepEqual([event.data.reason, event.data.verdict], ['too_large', 'review']);
    }
  }
  shield.policy = { ...shield.policy, mode: 'block', revision: shield.policy.revision + 1 };
});

test('a body of 31 MiB with a hostile text in it is judged', async () => {
  const messages = [{ role: 'tool', tool_call_id: 'c', content: HOSTILE_RESULT }];
  const answer = await shield.judge(chatRequest(messages, { images: ['x'.repeat(31 * 1024 ** 2)] }));
  assert.equal(GuardrailResponse.parse(answer).action, 'BLOCKED');
});

test('clients that hang up, before or after their body is sent, harm nobody', async () => {
  const body = JSON.stringify(chatRequest([{ role: 'user', content: 'x'.repeat(200_000) }]));
  const headers = {
    'x-api-key': TEST_TOKEN,
    'content-type': 'application/json',
    'content-length': body.length,
  };
  for (const sent of [0, 10, body.length / 2, body.length]) {
    await new Promise<void>((resolve) => {
      const request = httpRequest(`${shield.url}${PATH}`, { method: 'POST', headers });
      request.on('error', () => {});
      request.on('close', () => resolve());
      request.write(body.slice(0, sent), () => request.destroy());
    });
  }
  assert.deepEqual(await shield.judge(chatRequest([{ role: 'user', content: 'still here?' }])), {
    action: 'NONE',
  });
});
