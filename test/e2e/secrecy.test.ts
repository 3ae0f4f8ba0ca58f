import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { until } from '../suite/until.ts';
import { type Conversation, callProxy } from './client.ts';
import { INJECTION, makeToken } from './hostile-texts.ts';
import { readEvidence } from './read-evidence.ts';
import { ROUTES } from './routes.ts';
import { type Path, startPath } from './start-path.ts';

/** Words that stand in no other place; one for each part of a call. */
const CANARIES = {
  system: 'canarysystemquokka',
  prompt: 'canarypromptnumbat',
  tool_arguments: 'canaryargumentsdugong',
  tool_result: 'canaryresultbilby',
  tool_definition: 'canarydefinitionkakapo',
  answer: 'canaryansweraxolotl',
  answer_call: 'canarycalltapir',
  provider_error: 'canaryerrorokapi',
  header: 'canaryheadersaola',
  cookie: 'canarycookiefossa',
} as const;
const SECRETS = {
  prompt: makeToken('prompt'),
  tool_result: makeToken('result'),
  answer: makeToken('answer'),
  header: makeToken('header'),
  provider_error: makeToken('failed'),
} as const;
/** In names that a client chooses freely. */
const NAME_SECRETS = {
  session: makeToken('session'),
  user_agent: makeToken('agents'),
  end_user: makeToken('enduser'),
  call_id: makeToken('callid'),
} as const;
const MARKER = 'marker-of-a-session';

let path: Path;

/** Every file of the installation, with what stands in it. */
function readHome(folder: string): { name: string; content: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => ({ name, content: readFileSync(name, 'latin1') }));
}

describe('what is kept of a call', () => {
  before(async () => {
    path = await startPath('block');
  });
  after(() => path?.stop());

  test('no word of a prompt, an answer, a header or an error, and no secret, in any file or log line', async () => {
    const calls: string[] = [];
    const headers = {
      'x-note': `${CANARIES.header} ${SECRETS.header}`,
      cookie: `session=${CANARIES.cookie}`,
      'x-litellm-session-id': MARKER,
    };
    const tools = (name: string) => ({
      chat: [{ type: 'function', function: { name, description: CANARIES.tool_definition, parameters: {} } }],
      messages: [{ name, description: CANARIES.tool_definition, input_schema: { type: 'object' } }],
      responses: [{ type: 'function', name, description: CANARIES.tool_definition, parameters: {} }],
    });
    const benign = {
      system: CANARIES.system,
      user: CANARIES.prompt,
      tool_result: CANARIES.tool_result,
      tool_arguments: JSON.stringify({ path: CANARIES.tool_arguments }),
    };
    for (const { protocol, stream } of ROUTES) {
      const send = async (conversation: Conversation) => {
        const options = {
          stream,
          headers,
          body: { tools: tools('look')[protocol] },
        };
        const { call_id } = await callProxy(path.proxy, protocol, conversation, options);
        calls.push(call_id);
      };
      const answerCall = { id: 'c1', name: 'look', arguments: JSON.stringify({ at: CANARIES.answer_call }) };
      path.provider.answer(() => ({ text: CANARIES.answer, toolCalls: [answerCall] }));
      await send(benign);
      path.provider.answer(() => ({
        status: 500,
        text: `${CANARIES.provider_error} ${SECRETS.provider_error}`,
      }));
      await send(benign);
      path.provider.answer(() => ({ text: `It is ${SECRETS.answer}.` }));
      await send(benign);
      path.provider.answer(() => ({ text: 'Certainly.' }));
      await send({ user: `My token is ${SECRETS.prompt}. ${INJECTION}` });
      await send({ user: 'Read it.', tool_result: `token=${SECRETS.tool_result}` });
    }
    const holders = await searchHome(calls);
    assert.ok(
      holders(MARKER).some((name) => name.includes('clawnex.db')),
      'the search finds what is there',
    );
    assert.ok(
      holders(MARKER).some((name) => name.includes('/nats/')),
      'in the broker too',
    );
    for (const group of [CANARIES, SECRETS])
      for (const [part, text] of Object.entries(group)) assert.deepEqual(holders(text), [], part);
  });

  test('no secret that a client puts into a name, in any file or log line', async () => {
    path.provider.answer(() => ({ text: 'Certainly.' }));
    const calls: string[] = [];
    for (const { protocol, stream } of ROUTES) {
      const headers = {
        'x-litellm-session-id': NAME_SECRETS.session,
        'user-agent': `agent ${NAME_SECRETS.user_agent}`,
        'x-litellm-customer-id': NAME_SECRETS.end_user,
      };
      calls.push((await callProxy(path.proxy, protocol, { user: 'Hello.' }, { stream, headers })).call_id);
    }
    const chosen = { headers: { 'x-litellm-call-id': NAME_SECRETS.call_id } };
    await callProxy(path.proxy, 'chat', { user: 'Hello again.' }, chosen);
    calls.push((await callProxy(path.proxy, 'chat', { user: 'The last one.' }, {})).call_id);
    const holders = await searchHome(calls);
    const found = Object.entries(NAME_SECRETS).flatMap(([part, text]) =>
      holders(text).map((where) => `${part}: ${where}`),
    );
    assert.deepEqual(found, []);
  });
});

/** Waits until the calls are stored, and says in which files and log lines a text stands. */
async function searchHome(calls: readonly string[]): Promise<(text: string) => string[]> {
  for (const call_id of calls)
    await readEvidence(path.suite, call_id, (one) => one.records.length > 0 && one.judgements.length > 0);
  // The broker writes its file when it likes.
  const files = await until('all is on the disk', () => {
    const seen = readHome(path.suite.paths.home);
    const stores = seen.filter(({ content }) => content.includes(calls.at(-1) ?? '-'));
    return stores.length > 1 ? seen : null;
  });
  return (text) => [
    ...files.filter(({ content }) => content.includes(text)).map(({ name }) => name),
    ...path.suite.log.filter((line) => line.includes(text)),
  ];
}
