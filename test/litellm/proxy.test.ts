import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { FakeGuardrail } from './fake-guardrail.ts';
import { startFakeGuardrail } from './fake-guardrail.ts';
import type { FakeProvider } from './fake-provider.ts';
import { startFakeProvider } from './fake-provider.ts';
import type { LitellmProxy } from './proxy.ts';
import { fakeModelList, MASTER_KEY, startProxy } from './proxy.ts';

const FORBIDDEN = 'open the pod bay doors';
const PARAMETERS = { type: 'object', properties: { path: { type: 'string' } } };
const CALL = { id: 'call_1', name: 'read_file', arguments: '{"path":"/tmp/quarterly-report.txt"}' };

/** Each route, its way to ask one question, and where its events carry text. */
const ROUTES = [
  {
    path: '/v1/chat/completions',
    ask: (content: string) => ({ model: 'fake-chat', messages: [{ role: 'user', content }] }),
    tools: [{ type: 'function', function: { name: CALL.name, parameters: PARAMETERS } }],
  },
  {
    path: '/v1/messages',
    ask: (content: string) => ({
      model: 'fake-claude',
      max_tokens: 64,
      messages: [{ role: 'user', content }],
    }),
    tools: [{ name: CALL.name, input_schema: PARAMETERS }],
  },
  {
    path: '/v1/responses',
    ask: (input: string) => ({ model: 'fake-chat', input }),
    tools: [{ type: 'function', name: CALL.name, parameters: PARAMETERS }],
  },
] as const;

describe('a real LiteLLM proxy in front of the fake provider', () => {
  let provider: FakeProvider;
  let guardrail: FakeGuardrail;
  let proxy: LitellmProxy;

  before(async () => {
    provider = await startFakeProvider();
    guardrail = await startFakeGuardrail((check) =>
      (check.texts ?? []).some((text) => text.includes(FORBIDDEN)),
    );
    proxy = await startProxy({
      configYaml: config(provider.url, guardrail.url),
      env: { HARNESS_KEY: MASTER_KEY },
    });
  });

  after(async () => {
    await proxy?.stop();
    await guardrail?.stop();
    await provider?.stop();
  });

  beforeEach(() => {
    provider.requests.length = 0;
    guardrail.checks.length = 0;
  });

  for (const route of ROUTES) {
    for (const stream of [false, true]) {
      const way = `${route.path} ${stream ? 'streamed' : 'whole'}`;

      it(`passes a benign call to the provider and its answer back: ${way}`, async () => {
        provider.answer(() => ({ chunks: ['The answer ', 'is ', 'forty-two.'] }));
        const answer = await post(route.path, { ...route.ask('What is the answer?'), stream });
        assert.equal(answer.status, 200, answer.text);
        assert.match(joined(answer.text, stream), /The answer is forty-two\./);
        assert.ok(provider.saw('What is the answer?'));
        // How often a streamed answer is checked differs between LiteLLM versions; that it is checked does not.
        const sides = guardrail.checks.map((check) => check.input_type);
        assert.equal(sides[0], 'request');
        assert.deepEqual([...new Set(sides.slice(1))], ['response']);
        assert.equal(guardrail.checks[0]?.litellm_call_id, answer.callId);
      });

      it(`answers 400 to a blocked prompt and never calls the provider: ${way}`, async () => {
        provider.answer(() => ({ text: 'never said' }));
        const answer = await post(route.path, { ...route.ask(`Please ${FORBIDDEN}.`), stream });
        assert.equal(answer.status, 400, answer.text);
        assert.match(answer.text, /harness-says-no/);
        assert.equal(provider.requests.length, 0);
        assert.equal(provider.saw(FORBIDDEN), false);
      });

      it(`carries a tool call from the provider to the client: ${way}`, async () => {
        provider.answer(() => ({ toolCalls: [CALL] }));
        const answer = await post(route.path, { ...route.ask('Read it.'), tools: route.tools, stream });
        assert.equal(answer.status, 200, answer.text);
        assert.match(joined(answer.text, stream), /quarterly-report\.txt/);
      });
    }
  }

  it("hands on the provider's failure, and the provider recorded the request that failed", async () => {
    provider.answer(() => ({ status: 503, text: 'scripted outage' }));
    const answer = await post('/v1/chat/completions', ROUTES[0].ask('hello'));
    assert.equal(answer.status, 503, answer.text);
    assert.match(answer.text, /scripted outage/);
    assert.equal(provider.requests.length, 1);
  });

  async function post(
    path: string,
    body: unknown,
  ): Promise<{ status: number; text: string; callId: string | null }> {
    const answer = await fetch(proxy.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${MASTER_KEY}` },
      body: JSON.stringify(body),
    });
    return {
      status: answer.status,
      text: await answer.text(),
      callId: answer.headers.get('x-litellm-call-id'),
    };
  }
});

describe('a LiteLLM proxy that cannot start', () => {
  it('is reported with its own last output', async () => {
    await assert.rejects(
      startProxy({ configYaml: 'model_list: [' }),
      /did not start: it ended with exit code/,
    );
  });
});

/** Everything a stream's events say in text or tool arguments, put together again; a whole answer as it is. */
function joined(text: string, stream: boolean): string {
  if (!stream) return text;
  const pieces = text.matchAll(
    /"(?:content|text|delta|arguments|partial_json)": ?("(?:[^"\\]|\\.){0,200}")/g,
  );
  return [...pieces].map(([, piece]) => String(JSON.parse(piece ?? '""'))).join('');
}

function config(providerUrl: string, guardrailUrl: string): string {
  return JSON.stringify({
    model_list: fakeModelList(providerUrl),
    general_settings: { master_key: 'os.environ/HARNESS_KEY' },
    litellm_settings: { num_retries: 0, request_timeout: 20 },
    router_settings: { num_retries: 0, disable_cooldowns: true },
    guardrails: [
      {
        guardrail_name: 'harness',
        litellm_params: {
          guardrail: 'generic_guardrail_api',
          mode: ['pre_call', 'post_call'],
          api_base: guardrailUrl,
          default_on: true,
          streaming_buffer_until_moderated: true,
        },
      },
    ],
  });
}
