import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GUARDRAIL_TEXT_LENGTH_MAX } from '@clawnex/proto/http/shield.ts';
import fc from 'fast-check';
import { chatAnswer, chatRequest } from '../testing/guardrail-bodies.ts';
import { GuardrailBody } from './guardrail-body.ts';
import { splitRequest } from './split-request.ts';

function split(body: object) {
  const result = splitRequest(GuardrailBody.parse(body));
  assert.ok(result.ok);
  return result.blocks.map(({ text, origin, textIndex }) => [origin, text, textIndex]);
}

const CALL = { id: 'c1', type: 'function', function: { name: 'read_file', arguments: '{"path":"ARG1"}' } };

test('a chat request gives each text the author of its message', () => {
  const body = chatRequest(
    [
      { role: 'system', content: 'SYS' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'U1a' },
          { type: 'image_url', image_url: { url: 'data:x' } },
          { type: 'text', text: 'U1b' },
        ],
      },
      { role: 'assistant', content: 'A1', tool_calls: [CALL] },
      { role: 'tool', content: 'TR1', tool_call_id: 'c1' },
      { role: 'user', content: 'U2' },
    ],
    { tool_calls: [CALL], images: ['data:x'] },
  );
  assert.deepEqual(split(body), [
    ['system', 'SYS', 0],
    ['user', 'U1a', 1],
    ['user', 'U1b', 2],
    ['assistant', 'A1', 3],
    ['tool_result', 'TR1', 4],
    ['user', 'U2', 5],
    ['tool_call', 'read_file\npath: ARG1', null],
  ]);
});

test("a tool's result that stands in the messages only is judged all the same", () => {
  const body = chatRequest(
    [
      { role: 'system', content: 'INSTR' },
      { role: 'developer', content: 'DEV' },
      { role: 'assistant', content: [{ type: 'text', text: 'A1' }], tool_calls: [CALL] },
      { role: 'tool', content: 'TR1', tool_call_id: 'c1' },
      { role: 'user', content: 'U2' },
    ],
    { texts: ['INSTR', 'DEV', 'A1', 'U2'] },
  );
  assert.deepEqual(split(body), [
    ['system', 'INSTR', 0],
    ['system', 'DEV', 1],
    ['assistant', 'A1', 2],
    ['user', 'U2', 3],
    ['tool_result', 'TR1', null],
    ['tool_call', 'read_file\npath: ARG1', null],
  ]);
});

test("Anthropic's tool results and tool uses are read inside a user's message", () => {
  const body = chatRequest([
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'PAGE' }] },
        { type: 'text', text: 'and now?' },
      ],
    },
    { role: 'assistant', content: [{ type: 'tool_use', name: 'run', input: { cmd: 'ls "a b"' } }] },
  ]);
  assert.deepEqual(split({ ...body, texts: ['PAGE', 'and now?'] }), [
    ['tool_result', 'PAGE', 0],
    ['user', 'and now?', 1],
    ['tool_call', 'run\ncmd: ls "a b"', null],
  ]);
});

test('items of the responses shape without a role are read by their type', () => {
  const items = [
    { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'U' }] },
    { type: 'function_call', name: 'run', arguments: '{"cmd":"id"}' },
    { type: 'function_call_output', call_id: 'c', output: 'OUT' },
  ];
  const body = { ...chatRequest([]), texts: ['U', 'OUT'], structured_messages: items };
  assert.deepEqual(split(body), [
    ['user', 'U', 0],
    ['tool_result', 'OUT', 1],
    ['tool_call', 'run\ncmd: id', null],
  ]);
});

test('a text that no message holds is a tool result when a tool result is missing, otherwise the user', () => {
  const messages = [
    { role: 'user', content: 'hello' },
    { role: 'tool', content: 'page' },
  ];
  const rewritten = { ...chatRequest(messages), texts: ['hello', 'page, cut'] };
  assert.equal(split(rewritten)[1]?.[0], 'tool_result');
  assert.equal(split({ ...chatRequest([]), texts: ['hello'] })[0]?.[0], 'user');
});

test('the answer side is the assistant, its tool calls are tool calls', () => {
  assert.deepEqual(split(chatAnswer(['one', 'two'], { tool_calls: [CALL] })), [
    ['assistant', 'one', 0],
    ['assistant', 'two', 1],
    ['tool_call', 'read_file\npath: ARG1', null],
  ]);
});

test('tool definitions give their descriptions, built-in ones without a function their type', () => {
  const tools = [
    {
      type: 'function',
      function: {
        name: 'read',
        description: 'Reads a file.',
        parameters: {
          type: 'object',
          properties: { path: { type: 'string', description: 'IMPORTANT: where.' } },
        },
      },
    },
    { type: 'code_interpreter', container: { type: 'auto' } },
  ];
  const blocks = split(chatRequest([{ role: 'user', content: 'x' }], { tools }));
  assert.deepEqual(blocks.slice(1), [
    ['tool_definition', 'read\ndescription: Reads a file.\ndescription: IMPORTANT: where.', null],
    ['tool_definition', 'code_interpreter', null],
  ]);
});

test('arguments that are no JSON, and JSON nested past the bound, are scanned as they stand', () => {
  const deep = `${'['.repeat(200)}"payload"${']'.repeat(200)}`;
  for (const text of ['not json {', deep]) {
    const calls = [{ id: '1', type: 'function', function: { name: 'n', arguments: text } }];
    assert.equal(split(chatAnswer([], { tool_calls: calls }))[0]?.[1], `n\n${text}`);
  }
});

test('null and empty texts make no block and keep the places of the others', () => {
  assert.deepEqual(split({ ...chatRequest([]), texts: [null, '', 'x'] }), [['user', 'x', 2]]);
});

test('each bound is named when it is broken', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 'x' : { a: nested(depth - 1) });
  const bodies = {
    text_length: { ...chatRequest([]), texts: ['a'.repeat(GUARDRAIL_TEXT_LENGTH_MAX), 'b'] },
    blocks: { ...chatRequest([]), texts: Array.from({ length: 20_001 }, () => 'a') },
    depth: { ...chatRequest([]), tools: [{ name: 'x', input: nested(60) }] },
    leaves: { ...chatRequest([]), tools: [{ name: 'x', enum: Array.from({ length: 60_000 }, () => 1) }] },
  };
  for (const [bound, body] of Object.entries(bodies)) {
    assert.deepEqual(splitRequest(GuardrailBody.parse(body)), { ok: false, bound });
  }
  let content: unknown = 'x';
  for (let depth = 0; depth < 100; depth++) content = [content];
  const body = { ...chatRequest([]), structured_messages: [{ role: 'user', content }] };
  assert.deepEqual(splitRequest(GuardrailBody.parse(body)), { ok: false, bound: 'depth' });
});

test('every text of every message is judged, whatever part of it LiteLLM lists', () => {
  const message = fc.record({
    role: fc.constantFrom('system', 'user', 'assistant', 'tool', 'critic'),
    content: fc.string({ minLength: 1, maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 12 }), fc.array(fc.boolean()), (messages, kept) => {
      const texts = messages.map(({ content }) => content).filter((_, index) => kept[index] ?? true);
      const blocks = split({ ...chatRequest(messages), texts });
      const judged = new Set(blocks.map(([, text]) => text));
      for (const { content } of messages) assert.ok(judged.has(content.toWellFormed()));
      const places = blocks.map(([, , place]) => place).filter((place) => place !== null);
      assert.deepEqual(places, [...texts.keys()]);
    }),
  );
});

test('with all texts listed, each text has exactly the author of its message', () => {
  const roles = { system: 'system', user: 'user', assistant: 'assistant', tool: 'tool_result' } as const;
  const message = fc.record({
    role: fc.constantFrom('system', 'user', 'assistant', 'tool'),
    content: fc.string({ minLength: 1, maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 12 }), (messages) => {
      const origins = split(chatRequest(messages)).map(([origin]) => origin);
      assert.deepEqual(
        origins,
        messages.map(({ role }) => roles[role as keyof typeof roles]),
      );
    }),
  );
});
