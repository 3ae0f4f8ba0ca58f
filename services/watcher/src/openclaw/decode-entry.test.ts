import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { entry, header, SESSION, toolReturns, userSays } from '../testing/transcript.ts';
import { decodeEntry } from './decode-entry.ts';
import { CalledTools } from './real-tool.ts';

function decode(value: object, tools = new CalledTools()) {
  const decoded = decodeEntry(JSON.stringify(value), SESSION, tools);
  assert.ok(decoded.ok, JSON.stringify(decoded));
  return decoded.entry;
}
const facts = (value: object, tools?: CalledTools) =>
  decode(value, tools).observations.map((each) => each.facts);
const blocks = (value: object, tools?: CalledTools) =>
  decode(value, tools).blocks.map(({ origin, text, tool }) => [origin, text, tool]);

describe('an entry of a transcript', () => {
  test('keeps its own id and time', () => {
    const decoded = decode(userSays(3, 'hello'));
    assert.equal(decoded.entry_id, 'e3');
    assert.equal(decoded.time_ms, Date.UTC(2026, 10, 24, 9, 0, 3));
  });

  test('begins a session', () => {
    assert.deepEqual(facts(header()), [{ kind: 'started' }]);
    assert.deepEqual(blocks(header()), []);
  });

  test('of a user holds a text or parts of text', () => {
    assert.deepEqual(blocks(userSays(1, 'plain')), [['user', 'plain', undefined]]);
    const parts = [
      { type: 'text', text: 'one' },
      { type: 'image', data: 'aGk=' },
      { type: 'text', text: 'two' },
    ];
    assert.deepEqual(blocks(entry(1, { role: 'user', content: parts })), [
      ['user', 'one', undefined],
      ['user', 'two', undefined],
    ]);
    assert.deepEqual(facts(entry(1, { role: 'user', content: parts })), [{ kind: 'turn', origin: 'user' }]);
  });

  test('of the model holds thinking, text and tool calls, with usage and cost in millionths', () => {
    const message = {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'hm', thinkingSignature: 'x' },
        { type: 'text', text: 'Running it.' },
        {
          type: 'toolCall',
          id: 'c1',
          name: 'exec',
          arguments: { command: 'echo "hi"\nls', env: { A: 'b' }, timeout: 5 },
        },
      ],
      provider: 'litellm',
      model: 'gpt-9',
      stopReason: 'toolUse',
      usage: {
        input: 10,
        output: 20,
        cacheRead: 5,
        cacheWrite: 0,
        totalTokens: 35,
        cost: { total: 0.0288456 },
      },
    };
    assert.deepEqual(blocks(entry(2, message)), [
      ['assistant', 'hm', undefined],
      ['assistant', 'Running it.', undefined],
      ['tool_call', 'exec\ncommand: echo "hi"\nls\nA: b', 'exec'],
    ]);
    assert.deepEqual(facts(entry(2, message)), [
      {
        kind: 'turn',
        origin: 'assistant',
        model: 'gpt-9',
        provider: 'litellm',
        input_tokens: 10,
        output_tokens: 20,
        cache_read_tokens: 5,
        cache_write_tokens: 0,
        cost_microusd: 28_846,
      },
      { kind: 'tool_called', origin: 'tool_call', tool: 'exec' },
    ]);
  });

  test('of the dispatcher names the tool that was really called, in its result too', () => {
    const tools = new CalledTools();
    const args = { id: 'openclaw:core:web_fetch', args: { url: 'http://x.example/' } };
    const call = { type: 'toolCall', id: 'call_9', name: 'tool_call', arguments: args };
    const asked = entry(8, { role: 'assistant', content: [call] });
    assert.deepEqual(blocks(asked, tools), [['tool_call', 'web_fetch\nurl: http://x.example/', 'web_fetch']]);
    const returned = toolReturns(9, 'tool_call', 'page', { __openclaw: { resultContentSource: 'network' } });
    assert.deepEqual(facts(returned, tools), [
      { kind: 'tool_result', origin: 'tool_result', tool: 'web_fetch', is_error: false, from_network: true },
    ]);
    const details = { tool: { id: 'openclaw:core:web_fetch', name: 'web_fetch' } };
    assert.equal(facts(toolReturns(9, 'tool_call', 'page', { details }))[0]?.tool, 'web_fetch');
  });

  test('of a tool inside a tool is told only where its call was not', () => {
    const nested = entry(5, {
      role: 'custom',
      customType: 'openclaw.nested-tool.v1',
      content: '',
      details: {
        parentToolCallId: 'call_4',
        toolName: 'web_fetch',
        input: { url: 'http://x.example/' },
        result: { content: [{ type: 'text', text: 'page' }] },
      },
    });
    const dispatched = new CalledTools();
    const call = {
      type: 'toolCall',
      id: 'call_4',
      name: 'tool_call',
      arguments: { id: 'web_fetch', args: {} },
    };
    decode(entry(4, { role: 'assistant', content: [call] }), dispatched);
    assert.deepEqual(facts(nested, dispatched), []);
    const byCode = new CalledTools();
    const code = { type: 'toolCall', id: 'call_4', name: 'code', arguments: { source: 'fetch()' } };
    decode(entry(4, { role: 'assistant', content: [code] }), byCode);
    assert.deepEqual(
      facts(nested, byCode).map((each) => [each.kind, each.tool]),
      [
        ['tool_called', 'web_fetch'],
        ['tool_result', 'web_fetch'],
      ],
    );
  });

  test('that repeats a reply as delivered to a channel is a copy', () => {
    const copy = entry(6, { role: 'assistant', provider: 'openclaw', model: 'delivery-mirror', content: [] });
    assert.deepEqual(decodeEntry(JSON.stringify(copy), SESSION, new CalledTools()), {
      ok: false,
      why: 'copy',
    });
  });

  test('tells of errors, compaction and resets', () => {
    assert.equal(facts(entry(1, { role: 'assistant', content: [], stopReason: 'error' }))[0]?.kind, 'error');
    assert.deepEqual(blocks({ type: 'compaction', id: 'c', summary: 'so far' }), [
      ['assistant', 'so far', undefined],
    ]);
    assert.deepEqual(facts({ type: 'compaction', id: 'c', summary: 'so far' }), [{ kind: 'compacted' }]);
    assert.deepEqual(facts({ type: 'reset', id: 'r', reason: 'new' }), [{ kind: 'reset' }]);
    assert.deepEqual(facts({ type: 'custom_message', customType: 'run-failed-before-reply', content: 'x' }), [
      { kind: 'error', is_error: true },
    ]);
    assert.deepEqual(facts({ type: 'model_change', id: 'm', modelId: 'gpt-9' }), []);
  });

  test('without an id is named by its content', () => {
    const value = { type: 'custom_message', customType: 'x', content: 'y' };
    assert.equal(decode(value).entry_id, decode(value).entry_id);
    assert.notEqual(decode(value).entry_id, decode({ ...value, content: 'z' }).entry_id);
    assert.ok(decode({ ...value, id: 'x'.repeat(10_000) }).entry_id.length < 100);
  });

  test('of any shape is read or refused, never thrown at', () => {
    const shape = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string(),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(
          fc.constantFrom(
            'role',
            'content',
            'type',
            'text',
            'arguments',
            'name',
            'details',
            'usage',
            'cost',
            'id',
          ),
          tie('value'),
        ),
      ),
    })).value;
    const type = fc.constantFrom('message', 'session', 'compaction', 'custom_message', 'reset', 'else');
    const role = fc.constantFrom('user', 'assistant', 'toolResult', 'custom', 'system', 'else');
    fc.assert(
      fc.property(type, role, shape, shape, (kind, who, content, other) => {
        const message = {
          role: who,
          content,
          usage: other,
          details: other,
          customType: 'openclaw.nested-tool.v1',
        };
        decodeEntry(
          JSON.stringify({ type: kind, id: other, timestamp: other, message }),
          SESSION,
          new CalledTools(),
        );
        decodeEntry(JSON.stringify(other) ?? '', SESSION, new CalledTools());
      }),
      { numRuns: 300 },
    );
  });

  test('nested two hundred thousand deep is read to its end', () => {
    const depth = 200_000;
    const args = `${'{"a":'.repeat(depth)}"needle"${'}'.repeat(depth)}`;
    const text = `{"type":"message","id":"deep","message":{"role":"assistant","content":[{"type":"toolCall","name":"exec","arguments":${args}}]}}`;
    const decoded = decodeEntry(text, SESSION, new CalledTools());
    assert.ok(decoded.ok);
    assert.match(decoded.entry.blocks[0]?.text ?? '', /needle$/);
  });
});
