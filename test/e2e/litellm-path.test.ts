import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readExchange } from '../suite/read-exchange.ts';
import { until } from '../suite/until.ts';
import { type Answer, type Conversation, callProxy } from './client.ts';
import { INJECTION, makeToken, REVERSE_SHELL } from './hostile-texts.ts';
import { ROUTES, type Route } from './routes.ts';
import { type Path, startPath } from './start-path.ts';

const SECRET = makeToken('path');

let path: Path;

describe('a real LiteLLM with the shield in block mode', () => {
  before(async () => {
    path = await startPath('block');
  });
  after(() => path?.stop());

  const call = (route: Pick<Route, 'protocol' | 'stream'>, conversation: Conversation): Promise<Answer> =>
    callProxy(path.proxy, route.protocol, conversation, { stream: route.stream });

  for (const route of ROUTES) {
    const { name } = route;

    test(`${name}: a benign call passes and is stored with both verdicts and its record`, async () => {
      path.provider.answer(() => ({ text: 'The archive is open from nine to five.' }));
      const answer = await call(route, {
        system: 'You are helpful.',
        user: `When is the archive open? (${name})`,
      });
      assert.equal(answer.status, 200, answer.body);
      assert.match(answer.body, /nine/);
      const row = await readExchange(
        path.suite,
        answer.call_id,
        (seen) => seen.response_verdict !== null && seen.log_status !== null,
      );
      assert.equal(row.request_verdict, 'allow');
      assert.equal(row.response_verdict, 'allow');
      assert.equal(row.decision, 'passed');
      assert.equal(row.log_status, 'success');
      assert.equal(row.origin, 'live');
    });

    test(`${name}: an injection is refused with 400 and the provider never sees it`, async () => {
      const seen = path.provider.requests.length;
      const marker = `marker-${route.protocol}-${route.stream}`;
      const answer = await call(route, { user: `${marker} ${INJECTION}` });
      assert.equal(answer.status, 400, answer.body);
      assert.match(answer.body, /prompt_blocked/);
      assert.ok(!answer.body.includes('previous instructions'), 'the reason never quotes the text');
      assert.equal(path.provider.requests.length, seen);
      assert.ok(!path.provider.saw(marker));
      const row = await readExchange(path.suite, answer.call_id, (stored) => stored.request_verdict !== null);
      assert.equal(row.request_decision, 'blocked');
    });

    test(`${name}: an injection in a tool result is refused`, async () => {
      const seen = path.provider.requests.length;
      const answer = await call(route, {
        user: 'Summarise the note.',
        tool_result: `Meeting at ten.\n${INJECTION}`,
      });
      assert.equal(answer.status, 400, answer.body);
      assert.equal(path.provider.requests.length, seen);
    });

    test(`${name}: a hostile command in earlier tool-call arguments is refused`, async () => {
      const seen = path.provider.requests.length;
      const answer = await call(route, {
        // Words of its own: the same said before would be a conversation that goes on, and be cut instead.
        user: `Go on (${name}).`,
        tool_result: 'done',
        tool_arguments: JSON.stringify({ path: `x; ${REVERSE_SHELL}` }),
      });
      assert.equal(answer.status, 400, answer.body);
      assert.equal(path.provider.requests.length, seen);
    });

    test(`${name}: a secret in the answer never reaches the client, however it is cut`, async () => {
      const pieces = [
        `The token is ${SECRET.slice(0, 7)}`,
        SECRET.slice(7, 20),
        SECRET.slice(20),
        ' as you asked.',
      ];
      path.provider.answer(() => ({ text: pieces.join(''), chunks: pieces }));
      const answer = await call(route, { user: `What is the token? (${name})` });
      for (const part of [SECRET, SECRET.slice(7, 20), SECRET.slice(20)])
        assert.ok(!answer.body.includes(part), answer.body);
      assert.match(answer.body, /answer_blocked/);
      const row = await readExchange(
        path.suite,
        answer.call_id,
        (stored) => stored.response_verdict !== null,
      );
      assert.equal(row.response_decision, 'blocked');
    });

    test(`${name}: a hostile tool call in the answer never reaches the client`, async () => {
      path.provider.answer(() => ({
        toolCalls: [{ id: 'call_9', name: 'exec', arguments: JSON.stringify({ command: REVERSE_SHELL }) }],
      }));
      const answer = await call(route, { user: `Tidy the workspace. (${name})` });
      assert.ok(!answer.body.includes('/dev/tcp/'), answer.body);
      assert.match(answer.body, /answer_blocked/);
    });
  }

  test('with the shield dead no call reaches the provider, and with it back all is as before', async () => {
    path.provider.answer(() => ({ text: 'ok' }));
    await path.suite.suspend('shield');
    const seen = path.provider.requests.length;
    for (const route of ROUTES) {
      const answer = await call(route, { user: 'Anybody there?' });
      assert.equal(answer.status, 500, answer.body);
    }
    assert.equal(path.provider.requests.length, seen);
    path.suite.resume('shield');
    await until(
      'calls pass again',
      async () => (await call({ protocol: 'chat', stream: false }, { user: 'And now?' })).status === 200,
    );
  });

  test('no text of a prompt, an answer or a secret stands in the logs of the daemons', () => {
    const log = path.suite.log.join('\n');
    for (const text of [SECRET, 'previous instructions', '203.0.113.9', 'nine to five'])
      assert.ok(!log.includes(text), text);
  });
});
