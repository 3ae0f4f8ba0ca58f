import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readExchange } from '../suite/read-exchange.ts';
import { type Answer, postProxy } from './client.ts';
import { INJECTION } from './hostile-texts.ts';
import { PROTOCOLS } from './routes.ts';
import { type Path, startPath } from './start-path.ts';

/**
 * What becomes of an attack in a shape that is not the usual one, beside an ordinary message:
 * `refused` by the shield; `invalid`, LiteLLM takes it for none of its requests; `unread`, LiteLLM hands it to the
 * provider without showing it to any guardrail.
 */
type Fate = 'refused' | 'invalid' | 'unread';
interface Shape {
  readonly name: string;
  readonly content: unknown;
  /** For chat, messages, responses. */
  readonly fates: readonly [Fate, Fate, Fate];
}

const text = { type: 'text', text: INJECTION };
const dataUrl = `data:text/plain;base64,${Buffer.from(INJECTION).toString('base64')}`;

const SHAPES: readonly Shape[] = [
  { name: 'a text part', content: [text], fates: ['refused', 'refused', 'refused'] },
  {
    name: "another dialect's text part",
    content: [{ type: 'input_text', text: INJECTION }],
    fates: ['refused', 'refused', 'refused'],
  },
  { name: 'a part instead of a list', content: text, fates: ['invalid', 'unread', 'invalid'] },
  {
    name: 'an object of no shape',
    content: { deep: { deeper: INJECTION } },
    fates: ['unread', 'unread', 'invalid'],
  },
  { name: 'a list in a list', content: [[text]], fates: ['invalid', 'invalid', 'unread'] },
  { name: 'a string in a list', content: [INJECTION], fates: ['invalid', 'invalid', 'unread'] },
  { name: 'null in a list', content: [null, text], fates: ['invalid', 'invalid', 'refused'] },
  {
    name: 'an object as text',
    content: [{ type: 'text', text: { value: INJECTION } }],
    fates: ['invalid', 'invalid', 'invalid'],
  },
  {
    name: 'a refusal of the user',
    content: [{ type: 'refusal', refusal: INJECTION }],
    fates: ['invalid', 'unread', 'unread'],
  },
  {
    name: 'a document',
    content: [{ type: 'document', source: { type: 'text', media_type: 'text/plain', data: INJECTION } }],
    fates: ['unread', 'unread', 'unread'],
  },
  {
    name: "chat's attached text file",
    content: [{ type: 'file', file: { filename: 'a.txt', file_data: dataUrl } }],
    fates: ['refused', 'unread', 'unread'],
  },
  {
    name: "responses' attached text file",
    content: [{ type: 'input_file', filename: 'a.txt', file_data: dataUrl }],
    fates: ['invalid', 'unread', 'refused'],
  },
];

let path: Path;

function post(protocol: (typeof PROTOCOLS)[number], turns: readonly object[]): Promise<Answer> {
  const body = protocol === 'responses' ? { input: turns } : { messages: turns, max_tokens: 9 };
  return postProxy(path.proxy, protocol, body);
}

describe('contents in unusual shapes', () => {
  before(async () => {
    path = await startPath('block');
  });
  after(() => path?.stop());

  for (const { name, content, fates } of SHAPES) {
    for (const [index, protocol] of PROTOCOLS.entries()) {
      const fate = fates[index];
      test(`${protocol}: ${name} is ${fate}`, async () => {
        const seen = path.provider.requests.length;
        const opening = { role: 'user', content: `Look at ${name} of ${protocol}.` };
        const answer = await post(protocol, [opening, { role: 'user', content }]);
        const reached = path.provider.requests.length > seen;
        const became: Fate = reached
          ? 'unread'
          : answer.body.includes('clawnex: prompt_blocked')
            ? 'refused'
            : 'invalid';
        assert.equal(became, fate, `${answer.status} ${answer.body.slice(0, 300)}`);
        assert.equal(answer.status < 400, fate === 'unread');
      });
    }
  }

  test('a call of which LiteLLM showed nothing stands in the store as not judged, with its answer judged', async () => {
    const source = { type: 'text', media_type: 'text/plain', data: 'An ordinary letter.' };
    const answer = await post('messages', [{ role: 'user', content: [{ type: 'document', source }] }]);
    assert.equal(answer.status, 200, answer.body);
    const row = await readExchange(
      path.suite,
      answer.call_id,
      (one) => one.log_status !== null && one.response_verdict !== null,
    );
    assert.deepEqual([row.request_verdict, row.response_verdict], [null, 'allow']);
  });

  test('a history with empty contents goes on or is turned down, and the next call is served', async () => {
    for (const content of [null, 7, '', []]) {
      const answer = await post('chat', [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content },
        { role: 'user', content: 'Go on.' },
      ]);
      assert.ok([200, 400, 500].includes(answer.status), `${JSON.stringify(content)}: ${answer.body}`);
    }
    assert.equal((await post('chat', [{ role: 'user', content: 'Still there?' }])).status, 200);
  });
});
