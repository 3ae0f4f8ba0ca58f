import { chatAnswer, chatRequest } from './guardrail-bodies.ts';
import { SECRET_AWS, SECRET_GITHUB } from './hostile-texts.ts';
import { startTestShield } from './start-shield.ts';

/** Posts secrets in every part of every kind of request, and prints all that comes back or is recorded. Its log goes to stdout too. */
const shield = await startTestShield({ logLevel: 'trace' });
const text = `my keys: ${SECRET_AWS} and ${SECRET_GITHUB}`;
const call = [
  { id: text, type: 'function', function: { name: text, arguments: JSON.stringify({ key: text }) } },
];
const guardrail = '/beta/litellm_basic_guardrail_api';
const requests: [string, unknown][] = [
  [guardrail, chatRequest([{ role: 'user', content: text }])],
  [guardrail, chatAnswer([text, Buffer.from(text).toString('base64')], { tool_calls: call })],
  [
    guardrail,
    chatRequest([{ role: text, content: [{ type: text, text }] }], { tools: [{ name: text, [text]: text }] }),
  ],
  [
    guardrail,
    chatRequest([], { litellm_trace_id: text, model: text, request_headers: { 'user-agent': text } }),
  ],
  [guardrail, chatRequest([], { request_data: { user_api_key_end_user_id: text, [text]: text } })],
  [guardrail, { input_type: text }],
  [guardrail, { input_type: 'request', texts: text, [text]: 1 }],
  [guardrail, { input_type: 'request', texts: [{ text }] }],
  [guardrail, `{"input_type": "${text}`],
  ['/v1/scan', { blocks: [{ text }] }],
  ['/v1/scan', { blocks: [{ text, origin: text }] }],
  ['/v1/scan', { blocks: text }],
  ['/v1/scan', { blocks: [{ text: 'x', [text]: 1 }], [text]: 1 }],
  ['/v1/scan', `{"blocks": [${text}`],
  ['/v1/moderations', { input: text }],
  ['/v1/moderations', { input: [{ type: 'text', text }], model: text }],
  ['/v1/moderations', { input: { text } }],
  [`/v1/${encodeURIComponent(text)}`, { text }],
];
const answers: string[] = [];
for (const mode of ['block', 'observe'] as const) {
  for (const diskFull of [false, true]) {
    shield.policy = { ...shield.policy, mode };
    shield.diskFull = diskFull;
    for (const [path, body] of requests) answers.push(await (await shield.post(path, body)).text());
  }
}
const health = shield.context.health.snapshot();
const metrics = shield.context.metrics.toPrometheus();
const events = shield.events.map(({ json }) => json);
process.stdout.write(`${JSON.stringify({ answers, events, health, metrics })}\n`);
await shield.stop();
