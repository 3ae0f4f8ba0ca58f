import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { readOrCreateSecret } from '@clawnex/shared/kernel/secrets.ts';
import { signTrafficTag, TRAFFIC_TAG_HEADER } from '@clawnex/shared/kernel/traffic-tag.ts';
import { changeMode } from '../suite/operator.ts';
import { readExchange } from '../suite/read-exchange.ts';
import { callProxy, postProxy } from './client.ts';
import { INJECTION, makeToken } from './hostile-texts.ts';
import { readEvidence } from './read-evidence.ts';
import { ROUTES, type Route } from './routes.ts';
import { type Path, startPath } from './start-path.ts';

const SECRET = makeToken('records');
const USAGE = { input: 110, output: 70 };
/** Of USAGE at the prices of the fake models: 110 at 1 and 70 at 2 millionths of a dollar. */
const COST_MICROUSD = 250;

let path: Path;

describe('the records of LiteLLM and of the shield make one exchange', () => {
  before(async () => {
    path = await startPath('block');
  });
  after(() => path?.stop());
  beforeEach(() => path.provider.answer(() => ({ text: 'Certainly.', usage: USAGE })));

  /** All routes at once: each waits for LiteLLM to deliver its records. */
  const onEachRoute = (check: (route: Route) => Promise<void>) => Promise.all(ROUTES.map(check));

  test('a call has its tokens and its cost, on each route', async () => {
    await onEachRoute(async ({ protocol, stream, name }) => {
      const answer = await callProxy(path.proxy, protocol, { user: 'How much is it?' }, { stream });
      const { facts } = await readEvidence(path.suite, answer.call_id, (one) => one.records.length > 0);
      assert.equal(facts.log_status, 'success', name);
      assert.deepEqual([facts.prompt_tokens, facts.completion_tokens], [USAGE.input, USAGE.output], name);
      assert.deepEqual([facts.cost_microusd, facts.cost_trust], [COST_MICROUSD, 'reported'], name);
    });
  });

  test('an answer that was paid and then refused keeps what LiteLLM tells of its cost', async () => {
    path.provider.answer(() => ({ text: `The token is ${SECRET}.`, usage: USAGE }));
    await onEachRoute(async ({ protocol, stream, name }) => {
      const answer = await callProxy(path.proxy, protocol, { user: 'What is the token?' }, { stream });
      assert.match(answer.body, /answer_blocked/, name);
      // Of a streamed answer come two records on some routes: a failure, and a success with the tokens.
      const { facts, judgements } = await readEvidence(
        path.suite,
        answer.call_id,
        (one) =>
          one.records.length > 0 && one.judgements.length === 2 && (!stream || !!one.facts.prompt_tokens),
      );
      const tokens = [facts.prompt_tokens, facts.completion_tokens];
      if (stream) assert.deepEqual(tokens, [USAGE.input, USAGE.output], name);
      // Of a whole answer LiteLLM keeps the price only, and not even that where it speaks Anthropic's dialect.
      if (stream || protocol !== 'messages') assert.equal(facts.cost_microusd, COST_MICROUSD, name);
      assert.equal(judgements.find(({ side }) => side === 'response')?.decision, 'blocked', name);
    });
  });

  test('a provider that fails leaves one failure, with its class and code', async () => {
    path.provider.answer(() => ({ status: 429, text: 'too many of them' }));
    await onEachRoute(async ({ protocol, stream, name }) => {
      const answer = await callProxy(path.proxy, protocol, { user: 'Is it busy?' }, { stream });
      assert.equal(answer.status, 429, `${name}: ${answer.body}`);
      const { records } = await readEvidence(path.suite, answer.call_id, (one) => one.records.length > 0);
      assert.deepEqual(
        records,
        [{ status: 'failure', error_class: 'RateLimitError', error_code: '429' }],
        name,
      );
    });
  });

  test('in observe mode an attack passes and is stored as observed', async () => {
    await changeMode(path.suite, path.operator, 'observe');
    await onEachRoute(async ({ protocol, stream, name }) => {
      const user = `${name} in observe mode. ${INJECTION}`;
      const answer = await callProxy(path.proxy, protocol, { user }, { stream });
      assert.equal(answer.status, 200, `${name}: ${answer.body}`);
      assert.ok(path.provider.saw(user), 'the provider saw it unchanged');
      const row = await readExchange(path.suite, answer.call_id, (one) => one.log_status !== null);
      assert.deepEqual([row.request_verdict, row.request_decision], ['block', 'observed'], name);
    });
    await changeMode(path.suite, path.operator, 'block');
  });

  test('a call that a second provider answers is one exchange, with the tokens of the one that did', async () => {
    path.provider.answer(({ body }) =>
      body.model === 'shaky-chat' ? { status: 503, text: 'down' } : { text: 'Certainly.', usage: USAGE },
    );
    for (const stream of [false, true]) {
      const answer = await callProxy(
        path.proxy,
        'chat',
        { user: 'Is anyone there?' },
        { stream, body: { model: 'shaky-chat' } },
      );
      assert.equal(answer.status, 200, answer.body);
      const evidence = await readEvidence(
        path.suite,
        answer.call_id,
        (one) => one.records.length === 2 && one.judgements.length === 2,
      );
      assert.deepEqual(
        evidence.records.map(({ status }) => status),
        ['failure', 'success'],
      );
      assert.equal(evidence.facts.log_status, 'success');
      assert.equal(evidence.facts.prompt_tokens, USAGE.input);
      assert.equal(evidence.facts.cost_microusd, COST_MICROUSD);
    }
  });

  test('a call that is tried again is one exchange, judged once on each side', async () => {
    let tries = 0;
    path.provider.answer(() => {
      tries += 1;
      return tries === 1 ? { status: 503, text: 'down' } : { text: 'Certainly.', usage: USAGE };
    });
    const headers = { 'x-litellm-num-retries': '2' };
    const answer = await callProxy(path.proxy, 'chat', { user: 'Try again.' }, { headers });
    assert.equal(answer.status, 200, answer.body);
    assert.equal(tries, 2);
    const { facts, judgements, records } = await readEvidence(
      path.suite,
      answer.call_id,
      (one) => one.records.length === 2 && one.judgements.length === 2,
    );
    assert.deepEqual(judgements.map(({ side }) => side).sort(), ['request', 'response']);
    assert.deepEqual(
      records.map(({ status }) => status),
      ['failure', 'success'],
    );
    assert.deepEqual([facts.log_status, facts.prompt_tokens], ['success', USAGE.input]);
  });

  test('a refused call is one failure without tokens, and is not tried again', async () => {
    const seen = path.provider.requests.length;
    const headers = { 'x-litellm-num-retries': '2' };
    const answer = await callProxy(path.proxy, 'chat', { user: `Retry? ${INJECTION}` }, { headers });
    assert.equal(answer.status, 400);
    const { facts, judgements, records } = await readEvidence(
      path.suite,
      answer.call_id,
      (one) => one.records.length > 0,
    );
    assert.equal(judgements.length, 1);
    assert.deepEqual(
      records.map(({ status }) => status),
      ['failure'],
    );
    assert.equal(facts.cost_microusd ?? 0, 0);
    assert.equal(path.provider.requests.length, seen);
  });

  test('a genuine mark makes a call a test, a forged one does not', async () => {
    const now = Date.now();
    const sign = (key: string) => signTrafficTag({ origin: 'test', time_ms: now }, key, now);
    const genuine = sign(readOrCreateSecret(path.suite.paths, 'traffic-tag.key'));
    const check = async ({ protocol, stream, name }: Route, tag: string, origin: string) => {
      const headers = { [TRAFFIC_TAG_HEADER]: tag };
      const answer = await callProxy(path.proxy, protocol, { user: 'Just a test.' }, { stream, headers });
      const row = await readExchange(path.suite, answer.call_id, (one) => one.log_status !== null);
      assert.equal(row.origin, origin, `${name} ${tag}`);
    };
    await Promise.all(
      ROUTES.flatMap((route) => [
        check(route, genuine, 'test'),
        check(route, sign('guessed'), 'live'),
        check(route, 'test', 'live'),
      ]),
    );
  });

  test('the session that a client names is the session of the exchange', async () => {
    const check = async ({ protocol, stream, name }: Route) => {
      const headers = { 'x-litellm-session-id': `agent:main:${protocol}` };
      const answer = await callProxy(path.proxy, protocol, { user: 'Hi.' }, { stream, headers });
      const { facts } = await readEvidence(path.suite, answer.call_id, (one) => one.records.length > 0);
      assert.equal(facts.session, `agent:main:${protocol}`, name);
    };
    await onEachRoute(check);
  });

  test('an unknown model and a wrong key leave no call at the provider', async () => {
    const seen = path.provider.requests.length;
    const unknown = await callProxy(path.proxy, 'chat', { user: 'Hi.' }, { body: { model: 'none-such' } });
    assert.ok(unknown.status >= 400 && unknown.status < 500, unknown.body);
    const wrong = await postProxy(
      path.proxy,
      'chat',
      { messages: [] },
      { headers: { authorization: 'Bearer no' } },
    );
    assert.ok(wrong.status >= 400 && wrong.status < 500, wrong.body);
    assert.equal(path.provider.requests.length, seen);
  });
});
