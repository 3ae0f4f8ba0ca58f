import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { until } from '../suite/until.ts';
import { callProxy } from './client.ts';
import { INJECTION, makeToken, REVERSE_SHELL } from './hostile-texts.ts';
import { readEvidence } from './read-evidence.ts';
import { PROTOCOLS, ROUTES } from './routes.ts';
import { startTappedPath, type TappedPath } from './start-path.ts';

const SECRET = makeToken('calls');
const ANSWER = 'The archive is open from nine to five.';
const HOSTILE_CALL = { id: 'call_9', name: 'exec', arguments: JSON.stringify({ command: REVERSE_SHELL }) };
const TWICE = { chat: 'twice-chat', messages: 'twice-claude', responses: 'twice-chat' } as const;

let path: TappedPath;

describe('what LiteLLM asks the shield, and how often', () => {
  before(async () => {
    path = await startTappedPath('block');
  });
  after(() => path?.stop());
  beforeEach(() => {
    path.tap.fail(null);
    path.provider.answer(() => ({ text: ANSWER }));
  });

  for (const { protocol, stream, name } of ROUTES) {
    test(`${name}: one check of the prompt and one of the answer, also where the model names the guardrail again`, async () => {
      for (const body of [{}, { model: TWICE[protocol] }]) {
        const answer = await callProxy(path.proxy, protocol, { user: 'Opening hours?' }, { stream, body });
        assert.equal(answer.status, 200, answer.body);
        assert.deepEqual(path.tap.sidesOf(answer.call_id), ['request', 'response']);
      }
    });

    test(`${name}: an answer of a tool call alone is checked once`, async () => {
      const toolCalls = [{ ...HOSTILE_CALL, arguments: '{"path":"notes.md"}' }];
      path.provider.answer(() => ({ toolCalls }));
      const answer = await callProxy(path.proxy, protocol, { user: 'Read my notes.' }, { stream });
      assert.equal(answer.status, 200, answer.body);
      assert.deepEqual(path.tap.sidesOf(answer.call_id), ['request', 'response']);
    });

    test(`${name}: a secret in an answer of few pieces is held back`, async () => {
      for (const chunks of [[SECRET], [SECRET.slice(0, 9), SECRET.slice(9)], ['a ', SECRET, ' b']]) {
        path.provider.answer(() => ({ chunks }));
        const answer = await callProxy(path.proxy, protocol, { user: 'The token?' }, { stream });
        assert.ok(!answer.body.includes(SECRET.slice(9)), answer.body);
        assert.match(answer.body, /answer_blocked/);
      }
    });

    test(`${name}: with a shield that answers 5xx or nonsense the client gets 500 and the provider sees nothing`, async () => {
      const seen = path.provider.requests.length;
      for (const [status, body] of [
        [503, '{"error":{"code":"unavailable"}}'],
        [500, ''],
        [200, 'no JSON'],
        [401, '{}'],
      ] as const) {
        path.tap.fail({ side: 'request', status, body });
        const answer = await callProxy(path.proxy, protocol, { user: 'Opening hours?' }, { stream });
        assert.equal(answer.status, 500, answer.body);
        assert.deepEqual(path.tap.sidesOf(answer.call_id), ['request'], 'and is not asked again');
      }
      assert.equal(path.provider.requests.length, seen);
    });

    test(`${name}: when the shield fails on the answer, no word of it reaches the client`, async () => {
      path.tap.fail({ side: 'response', status: 503, body: '{}' });
      const call = callProxy(path.proxy, protocol, { user: 'Opening hours?' }, { stream });
      // A stream that has begun can only be cut off.
      const answer = await call.catch((error: unknown) => ({ status: 0, body: String(error) }));
      assert.ok(!answer.body.includes('archive'), answer.body);
    });
  }

  test('nothing in a body or a header switches the shield off', async () => {
    const bodies: object[] = [
      { guardrails: [] },
      { guardrails: ['another'] },
      { guardrails: [{ 'clawnex-shield': { extra_body: { disabled: true } } }] },
      { metadata: { guardrails: [] } },
      { metadata: { guardrails: ['another'] } },
      { disable_global_guardrail: true },
      { disable_global_guardrails: true },
      { disabled_global_guardrails: ['clawnex-shield'] },
      { metadata: { disable_global_guardrails: true, opted_out_global_guardrails: ['clawnex-shield'] } },
      { litellm_metadata: { disable_global_guardrails: true, guardrails: [] } },
      { extra_body: { guardrails: [], disable_global_guardrails: true } },
      { mock_response: 'mocked', no_log: true, 'no-log': true },
    ];
    const headers: Record<string, string>[] = [
      { 'x-litellm-guardrails': '[]' },
      { 'x-litellm-disable-guardrails': 'true' },
      { 'x-litellm-disable-callbacks': 'clawnex-shield,clawnex,generic_guardrail_api' },
      { 'x-litellm-enable-message-redaction': 'true' },
    ];
    const seen = path.provider.requests.length;
    for (const protocol of PROTOCOLS) {
      for (const options of [
        ...bodies.map((body) => ({ body })),
        ...headers.map((some) => ({ headers: some })),
      ]) {
        const answer = await callProxy(path.proxy, protocol, { user: INJECTION }, options);
        const what = `${protocol} ${JSON.stringify(options)}`;
        assert.equal(answer.status, 400, `${what}: ${answer.body}`);
        assert.match(answer.body, /clawnex: prompt_blocked/, what);
        assert.deepEqual(path.tap.sidesOf(answer.call_id), ['request'], what);
      }
    }
    assert.equal(path.provider.requests.length, seen);
  });

  test('a check that is posted again gets the same answer and is stored once', async () => {
    const passed = await callProxy(path.proxy, 'chat', { user: 'Opening hours, please?' }, {});
    const refused = await callProxy(path.proxy, 'chat', { user: `Again. ${INJECTION}` }, {});
    for (const [call_id, sides] of [
      [passed.call_id, ['request', 'response']],
      [refused.call_id, ['request']],
    ] as const) {
      const checks = path.tap.checks.filter((check) => check.call_id === call_id);
      assert.equal(checks.length, sides.length);
      for (const check of checks) {
        const answers = await Promise.all([path.tap.repeat(check), path.tap.repeat(check)]);
        assert.deepEqual(answers, [check.answer, check.answer]);
      }
      const { judgements } = await readEvidence(
        path.suite,
        call_id,
        (evidence) => evidence.records.length > 0 && evidence.judgements.length >= sides.length,
      );
      assert.deepEqual(judgements.map(({ side }) => side).sort(), [...sides]);
    }
  });

  test('no credential of a client is in what LiteLLM posts, and of other headers only their names', async () => {
    const headers = { cookie: 'session=canary-cookie', 'x-own': 'canary-own', 'x-api-key': 'canary-key' };
    const answer = await callProxy(path.proxy, 'chat', { user: 'Opening hours?' }, { headers });
    const checks = path.tap.checks.filter((check) => check.call_id === answer.call_id);
    assert.equal(checks.length, 2);
    for (const { body, request_headers } of checks) {
      assert.doesNotMatch(body, /canary-|sk-test-master/);
      assert.equal(request_headers['x-own'], '[present]');
    }
  });

  test('a client that hangs up leaves its record, and the next one is served', async () => {
    for (const { protocol, stream } of ROUTES) {
      const asked = path.tap.checks.length;
      path.provider.answer(() => ({ text: ANSWER, delayMs: 600, chunkDelayMs: 50 }));
      const controller = new AbortController();
      const call = callProxy(
        path.proxy,
        protocol,
        { user: 'Never mind.' },
        { stream, signal: controller.signal },
      );
      const check = await until('the prompt is checked', () => path.tap.checks[asked] ?? null);
      controller.abort();
      await assert.rejects(call);
      const { judgements } = await readEvidence(
        path.suite,
        check.call_id ?? '',
        (evidence) => evidence.judgements.length > 0,
      );
      assert.deepEqual(judgements[0], {
        side: 'request',
        verdict: 'allow',
        decision: 'passed',
        reason: null,
      });
      path.provider.answer(() => ({ text: ANSWER }));
      assert.equal((await callProxy(path.proxy, protocol, { user: 'And now?' }, { stream })).status, 200);
    }
  });

  test('a second call under an id that its client chose again is refused, and is no part of the first', async () => {
    const headers = { 'x-litellm-call-id': 'chosen-by-the-client' };
    const seen = path.provider.requests.length;
    const statuses: number[] = [];
    for (const user of ['First question.', 'Second question.', INJECTION]) {
      const answer = await callProxy(path.proxy, 'chat', { user }, { headers });
      assert.equal(answer.call_id, 'chosen-by-the-client');
      if (statuses.length > 0) assert.match(answer.body, /clawnex: call_id_reused/);
      statuses.push(answer.status);
    }
    assert.deepEqual(statuses, [200, 400, 400]);
    assert.equal(path.provider.requests.length, seen + 1);
    const { judgements } = await readEvidence(
      path.suite,
      'chosen-by-the-client',
      (evidence) => evidence.records.length >= 3,
    );
    const asked = judgements.filter(({ side }) => side === 'request');
    assert.deepEqual(
      asked.map(({ verdict }) => verdict),
      ['allow'],
    );
  });
});
