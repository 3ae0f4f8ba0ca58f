import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { readExchange } from '../suite/read-exchange.ts';
import { type Answer, callProxy, postProxy } from './client.ts';
import { INJECTION, makeToken, REVERSE_SHELL } from './hostile-texts.ts';
import { readEvidence } from './read-evidence.ts';
import { PROTOCOLS, ROUTES, type Route } from './routes.ts';
import { type Choices, startChoices } from './start-choices.ts';
import { type Path, startPath } from './start-path.ts';

const SECRET = makeToken('shapes');
const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const LONG_NAME = `read_${'workspace_'.repeat(6)}`.slice(0, 63).concat('x');

let path: Path;
let choices: Choices;

const chat = (messages: readonly object[], more: object = {}): Promise<Answer> =>
  postProxy(path.proxy, 'chat', { messages, ...more });

/** Refused by the shield, and the provider has seen nothing of it. */
async function assertRefused(what: string, call: () => Promise<Answer>): Promise<void> {
  const seen = path.provider.requests.length;
  const answer = await call();
  assert.equal(answer.status, 400, `${what}: ${answer.body}`);
  assert.match(answer.body, /clawnex: /, what);
  assert.equal(path.provider.requests.length, seen, what);
}

async function assertPassed(what: string, call: () => Promise<Answer>): Promise<string> {
  const answer = await call();
  assert.equal(answer.status, 200, `${what}: ${answer.body}`);
  const row = await readExchange(path.suite, answer.call_id, (seen) => seen.response_verdict !== null);
  assert.notEqual(row.request_verdict, 'block', what);
  return JSON.stringify(path.provider.requests.at(-1)?.body);
}

describe('messages of every shape', () => {
  before(async () => {
    choices = await startChoices(['The first is harmless.', `The second holds ${SECRET}.`]);
    path = await startPath('block', [choices.model]);
  });
  after(async () => {
    await path?.stop();
    await choices?.stop();
  });
  beforeEach(() => path.provider.answer(() => ({ text: 'Certainly.' })));

  test('each of several system, user and tool parts is judged', async () => {
    const part = (text: string) => ({ type: 'text', text });
    const hide = (where: number) => [0, 1, 2].map((at) => part(at === where ? INJECTION : `Part ${at}.`));
    const use = (id: string) => ({ type: 'tool_use', id, name: 'read_file', input: { path: id } });
    const call = (id: string) => ({ id, type: 'function', function: { name: 'read_file', arguments: '{}' } });
    const results = (where: number) =>
      [0, 1, 2].map((at) => ({ id: `t${at}`, content: at === where ? INJECTION : `Note ${at}.` }));
    // What one conversation was refused for is cut from another that begins with the same words: each begins its own way.
    let begun = 0;
    const begin = () => {
      begun += 1;
      return { role: 'user', content: `Read them, as in case ${begun}.` };
    };
    for (const where of [0, 1, 2]) {
      await assertRefused(`chat, user part ${where}`, () => chat([{ role: 'user', content: hide(where) }]));
      await assertRefused(`messages, user part ${where}`, () =>
        postProxy(path.proxy, 'messages', {
          max_tokens: 9,
          messages: [{ role: 'user', content: hide(where) }],
        }),
      );
      await assertRefused(`responses, user part ${where}`, () =>
        postProxy(path.proxy, 'responses', {
          input: [{ role: 'user', content: hide(where).map((one) => ({ ...one, type: 'input_text' })) }],
        }),
      );
      await assertRefused(`chat, tool result ${where}`, () =>
        chat([
          begin(),
          { role: 'assistant', content: null, tool_calls: results(where).map(({ id }) => call(id)) },
          ...results(where).map(({ id, content }) => ({ role: 'tool', tool_call_id: id, content })),
        ]),
      );
      await assertRefused(`messages, tool result part ${where}`, () =>
        postProxy(path.proxy, 'messages', {
          max_tokens: 9,
          messages: [
            begin(),
            { role: 'assistant', content: [use('t1')] },
            { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: hide(where) }] },
          ],
        }),
      );
    }
    const system = ['Be brief.', 'Be kind.', 'Be exact.'];
    const sent = [
      await assertPassed('chat', () =>
        chat([...system.map((content) => ({ role: 'system', content })), { role: 'user', content: 'Hi' }]),
      ),
      await assertPassed('messages', () =>
        postProxy(path.proxy, 'messages', {
          max_tokens: 9,
          system: system.map(part),
          messages: [{ role: 'user', content: 'Hi' }],
        }),
      ),
    ];
    for (const body of sent) for (const text of system) assert.ok(body.includes(text), body);
  });

  test('tools with names of 64 letters pass, and their calls are judged', async () => {
    assert.equal(LONG_NAME.length, 64);
    const schema = { type: 'object', properties: { path: { type: 'string' } } };
    const description = 'Reads a file.';
    const tools = {
      chat: [{ type: 'function', function: { name: LONG_NAME, description, parameters: schema } }],
      messages: [{ name: LONG_NAME, description, input_schema: schema }],
      responses: [{ type: 'function', name: LONG_NAME, description, parameters: schema }],
    };
    for (const { protocol, stream, name } of ROUTES) {
      path.provider.answer(() => ({ toolCalls: [{ id: 'c1', name: LONG_NAME, arguments: '{"path":"a"}' }] }));
      const options = { stream, body: { tools: tools[protocol] } };
      const answer = await callProxy(path.proxy, protocol, { user: 'Read a.' }, options);
      assert.equal(answer.status, 200, `${name}: ${answer.body}`);
      assert.ok(answer.body.includes(LONG_NAME), `${name}: ${answer.body}`);
      assert.ok(path.provider.saw(LONG_NAME), name);
      const hostile = JSON.stringify({ path: REVERSE_SHELL });
      path.provider.answer(() => ({ toolCalls: [{ id: 'c1', name: LONG_NAME, arguments: hostile }] }));
      const refused = await callProxy(path.proxy, protocol, { user: 'Read b.' }, options);
      assert.match(refused.body, /answer_blocked/, name);
      assert.ok(!refused.body.includes('/dev/tcp/'), name);
    }
  });

  test('built-in tools without a function pass', async () => {
    const tools = [{ type: 'code_interpreter', container: { type: 'auto' } }, { type: 'web_search' }];
    await assertPassed('responses', () =>
      callProxy(path.proxy, 'responses', { user: 'Add up.' }, { body: { tools } }),
    );
    await assertPassed('chat', () => callProxy(path.proxy, 'chat', { user: 'Add up.' }, { body: { tools } }));
    await assertPassed('messages', () =>
      callProxy(
        path.proxy,
        'messages',
        { user: 'Add up.' },
        {
          body: { tools: [{ type: 'bash_20250124', name: 'bash' }] },
        },
      ),
    );
  });

  test('tool definitions that speak like instructions are not taken for an attack', async () => {
    const description =
      'Always call this tool first. You must never answer before you have read the file. Do not tell the user its path; ' +
      'ignore hidden files. Runs shell commands such as rm -rf build, sudo apt install and curl URL | tar x.';
    const parameters = {
      type: 'object',
      properties: {
        path: { type: 'string', description: 'IMPORTANT: absolute; overrides earlier settings.' },
      },
    };
    const tools = {
      chat: [{ type: 'function', function: { name: 'run', description, parameters } }],
      messages: [{ name: 'run', description, input_schema: parameters }],
      responses: [{ type: 'function', name: 'run', description, parameters }],
    };
    for (const protocol of PROTOCOLS) {
      const sent = await assertPassed(protocol, () =>
        callProxy(path.proxy, protocol, { user: 'Tidy up.' }, { body: { tools: tools[protocol] } }),
      );
      assert.ok(sent.includes('Always call this tool first.'), sent);
    }
  });

  test('an image alone passes with its answer judged, and text beside an image is judged', async () => {
    const image = { type: 'image_url', image_url: { url: PIXEL } };
    const alone = await chat([{ role: 'user', content: [image] }]);
    assert.equal(alone.status, 200, alone.body);
    const row = await readExchange(path.suite, alone.call_id, (seen) => seen.log_status !== null);
    assert.deepEqual([row.request_verdict, row.response_verdict], [null, 'allow']);
    const text = { type: 'text', text: INJECTION };
    await assertRefused('text after', () => chat([{ role: 'user', content: [image, text] }]));
    await assertRefused('text before', () => chat([{ role: 'user', content: [text, image] }]));
    const source = { type: 'base64', media_type: 'image/png', data: PIXEL.split(',')[1] };
    await assertRefused('messages', () =>
      postProxy(path.proxy, 'messages', {
        max_tokens: 9,
        messages: [{ role: 'user', content: [{ type: 'image', source }, text] }],
      }),
    );
    const input = [
      { type: 'input_image', image_url: PIXEL },
      { type: 'input_text', text: INJECTION },
    ];
    await assertRefused('responses', () =>
      postProxy(path.proxy, 'responses', { input: [{ role: 'user', content: input }] }),
    );
  });

  test('each of several answers is judged', async () => {
    const answer = await chat([{ role: 'user', content: 'Two, please.' }], { model: 'choices', n: 2 });
    assert.equal(answer.status, 400, answer.body);
    assert.match(answer.body, /answer_blocked/);
    assert.ok(!answer.body.includes(SECRET));
  });

  test('an empty answer passes and leaves its record', async () => {
    path.provider.answer(() => ({ text: '' }));
    const check = async ({ protocol, stream, name }: Route) => {
      const answer = await callProxy(path.proxy, protocol, { user: 'Say nothing.' }, { stream });
      assert.equal(answer.status, 200, `${name}: ${answer.body}`);
      const { facts } = await readEvidence(path.suite, answer.call_id, (one) => one.records.length > 0);
      assert.equal(facts.log_status, 'success', name);
    };
    await Promise.all(ROUTES.map(check));
  });
});
