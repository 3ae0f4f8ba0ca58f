import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { scannedText } from '../scan/scanned-text.ts';
import type { Item } from '../sources/item.ts';
import { SessionMemory } from '../sources/session-memory.ts';
import { entry, header, SESSION, toolReturns, userSays } from '../testing/transcript.ts';
import { decodeEntry } from './decode-entry.ts';

function decode(value: object, memory = new SessionMemory()): readonly Item[] {
  return decodeEntry(JSON.stringify(value), { session: SESSION, position: 0, memory });
}
/** What each item says, without what every item of the entry shares. */
const told = (value: object, memory?: SessionMemory) =>
  decode(value, memory).map(({ key, session, entry: _, time_ms, message, sub_agent, ...said }) =>
    JSON.parse(JSON.stringify(said)),
  );

describe('an entry of a transcript', () => {
  test('keeps its own id and time', () => {
    const [turn] = decode(userSays(3, 'hello'));
    assert.equal(turn?.entry, 'e3');
    assert.equal(turn?.time_ms, Date.UTC(2026, 10, 24, 9, 0, 3));
  });

  test('begins a session', () => {
    assert.deepEqual(told(header()), [{ kind: 'session' }]);
  });

  test('of a user is a turn, with a text or parts of text, and says whether the owner sent it', () => {
    assert.deepEqual(told(userSays(1, 'plain')), [{ kind: 'turn', origin: 'user', text: 'plain' }]);
    const parts = [
      { type: 'text', text: 'one' },
      { type: 'image', data: 'aGk=' },
      { type: 'text', text: 'two' },
    ];
    assert.deepEqual(told(entry(1, { role: 'user', content: parts, __openclaw: { senderIsOwner: false } })), [
      { kind: 'turn', origin: 'user', text: 'one\ntwo', owner: false },
    ]);
  });

  test('from another session or the runtime itself names its sender', () => {
    const provenance = {
      kind: 'inter_session',
      sourceSessionKey: 'agent:ops:main',
      sourceTool: 'sessions_send',
    };
    assert.deepEqual(told(entry(1, { role: 'user', content: 'x', provenance }))[0].sender, {
      kind: 'inter_session',
      session: 'agent:ops:main',
      tool: 'sessions_send',
    });
    const transport = { channel: 'telegram' };
    assert.deepEqual(told(entry(1, { role: 'user', content: 'x', __openclaw: { transport } }))[0].sender, {
      kind: 'channel',
      channel: 'telegram',
    });
  });

  test('of the model holds text, thinking, tool calls and usage, each once', () => {
    const message = {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'hm', thinkingSignature: 'x' },
        { type: 'text', text: 'Running it.' },
        { type: 'toolCall', id: 'c1', name: 'exec', arguments: { command: 'ls', timeout: 5 } },
        { type: 'hologram', data: 1 },
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
      responseId: 'chatcmpl-1',
    };
    assert.deepEqual(told(entry(2, message)), [
      { kind: 'turn', origin: 'assistant', text: 'Running it.', model: 'gpt-9', provider: 'litellm' },
      { kind: 'thinking', origin: 'assistant', text: 'hm' },
      {
        kind: 'tool_call',
        origin: 'tool_call',
        tool: 'exec',
        call: 'c1',
        arguments: { command: 'ls', timeout: 5 },
      },
      { kind: 'unknown', type: 'content part hologram' },
      {
        kind: 'usage',
        model: 'gpt-9',
        provider: 'litellm',
        response: 'chatcmpl-1',
        tokens: {
          input: 10,
          output: 20,
          cache_read: 5,
          cache_write: 0,
          total: 35,
          input_includes_cache_read: false,
        },
        cost_usd: 0.0288456,
      },
    ]);
  });

  test('of the dispatcher names the tool that was really called, in its result too', () => {
    const memory = new SessionMemory();
    const args = { id: 'openclaw:core:web_fetch', args: { url: 'http://x.example/' } };
    const call = { type: 'toolCall', id: 'call_9', name: 'tool_call', arguments: args };
    const [, called] = told(entry(8, { role: 'assistant', content: [call] }), memory);
    assert.deepEqual([called.tool, called.arguments], ['web_fetch', { url: 'http://x.example/' }]);
    const returned = toolReturns(9, 'tool_call', 'page', { __openclaw: { resultContentSource: 'network' } });
    assert.deepEqual(told(returned, memory), [
      {
        kind: 'tool_result',
        origin: 'tool_result',
        text: 'page',
        tool: 'web_fetch',
        call: 'call_9',
        is_error: false,
        from_network: true,
      },
    ]);
    const details = { tool: { id: 'openclaw:core:web_fetch', name: 'web_fetch' } };
    assert.equal(told(toolReturns(9, 'tool_call', 'page', { details }))[0].tool, 'web_fetch');
    const wrapped = JSON.stringify({
      tool: { name: 'web_fetch' },
      result: { content: [{ type: 'text', text: 'a\n"page"' }] },
    });
    assert.equal(told(toolReturns(9, 'tool_call', wrapped))[0].text, 'a\n"page"');
    const failed = JSON.stringify({ status: 'error', tool: 'tool_call', error: 'Blocked "host"' });
    assert.equal(told(toolReturns(9, 'tool_call', failed))[0].text, 'Blocked "host"');
    assert.equal(told(toolReturns(9, 'exec', wrapped))[0].text, wrapped);
  });

  test('of a tool inside a tool is told once, whether its call was seen or not', () => {
    const nested = entry(5, {
      role: 'custom',
      customType: 'openclaw.nested-tool.v1',
      content: '',
      details: {
        afterEntryId: 'e4',
        parentToolCallId: 'call_4',
        toolCallId: 'tool_search_code:call_4:web_fetch:1',
        toolName: 'web_fetch',
        input: { url: 'http://x.example/' },
        result: { content: [{ type: 'text', text: 'page' }] },
      },
    });
    const calling = (name: string, args: object) =>
      entry(4, { role: 'assistant', content: [{ type: 'toolCall', id: 'call_4', name, arguments: args }] });
    const dispatch = calling('tool_call', { id: 'web_fetch', args: { url: 'http://x.example/' } });
    const seen = new SessionMemory();
    decode(dispatch, seen);
    assert.deepEqual(told(nested, seen), [{ kind: 'note', type: 'openclaw.nested-tool.v1' }]);
    // Read after a restart, it tells of the call again: under the same key.
    const keyOfCall = (items: readonly Item[]) => items.find((item) => item.kind === 'tool_call')?.key;
    assert.equal(keyOfCall(decode(nested)), keyOfCall(decode(dispatch)));
    const byCode = new SessionMemory();
    decode(calling('code', { source: 'fetch()' }), byCode);
    assert.deepEqual(
      told(nested, byCode).map((each) => [each.kind, each.tool, each.text ?? each.arguments]),
      [
        ['tool_call', 'web_fetch', { url: 'http://x.example/' }],
        ['tool_result', 'web_fetch', 'page'],
      ],
    );
  });

  test('that repeats a reply as its run ended, with the usage of the run, is no turn and no usage', () => {
    const memory = new SessionMemory();
    const content = [{ type: 'text', text: 'Done.' }];
    const usage = { input: 10, output: 2, totalTokens: 12 };
    decode(
      entry(1, { role: 'assistant', api: 'openai-completions', provider: 'litellm', content, usage }),
      memory,
    );
    const copy = entry(2, {
      role: 'assistant',
      api: 'cli',
      provider: 'litellm',
      content,
      usage: { input: 20, output: 4 },
    });
    assert.deepEqual(told(copy, memory), [{ kind: 'note', type: 'copy of a reply' }]);
    assert.deepEqual(told(copy), [{ kind: 'note', type: 'copy of a reply' }]);
    // A command line tool as the provider writes its answers like that, and only like that.
    const only = entry(3, { role: 'assistant', api: 'cli', provider: 'claude-cli', content, usage });
    assert.deepEqual(
      told(only).map((each) => each.kind),
      ['turn', 'usage'],
    );
  });

  test('that repeats a reply as delivered to a channel is no turn and no usage', () => {
    const copy = { role: 'assistant', provider: 'openclaw', model: 'delivery-mirror', content: 'again' };
    assert.deepEqual(told(entry(6, copy)), [{ kind: 'note', type: 'delivery-mirror' }]);
  });

  test('tells of errors, compaction and resets', () => {
    const failed = entry(1, { role: 'assistant', content: [], stopReason: 'error', errorMessage: '401 no' });
    assert.deepEqual(told(failed), [{ kind: 'error', text: '401 no', is_error: true }]);
    assert.deepEqual(told({ type: 'compaction', id: 'c', summary: 'so far' }), [
      { kind: 'compaction', origin: 'assistant', text: 'so far' },
    ]);
    assert.deepEqual(told({ type: 'reset', id: 'r', reason: 'new' }), [{ kind: 'reset', type: 'new' }]);
    assert.equal(
      told({ type: 'custom_message', customType: 'run-failed-before-reply', content: 'x' })[0].kind,
      'error',
    );
    assert.deepEqual(told({ type: 'model_change', id: 'm', modelId: 'gpt-9' }), [
      { kind: 'note', type: 'model_change' },
    ]);
  });

  test('of a kind that is not known is said to be unknown, with its type', () => {
    assert.deepEqual(told({ type: 'telepathy', id: 't' }), [{ kind: 'unknown', type: 'telepathy' }]);
    assert.deepEqual(told(entry(1, { role: 'oracle' })), [{ kind: 'unknown', type: 'message oracle' }]);
    assert.equal(
      decodeEntry('not json', { session: SESSION, position: 0, memory: new SessionMemory() })[0]?.kind,
      'unknown',
    );
  });

  test('without an id is named by its content', () => {
    const value = { type: 'custom_message', customType: 'x', content: 'y' };
    const id = (of: object) => decode(of)[0]?.entry ?? '';
    assert.equal(id(value), id(value));
    assert.notEqual(id(value), id({ ...value, content: 'z' }));
    assert.ok(id({ ...value, id: 'x'.repeat(10_000) }).length < 100);
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
        const place = { session: SESSION, position: 0, memory: new SessionMemory() };
        decodeEntry(JSON.stringify({ type: kind, id: other, timestamp: other, message }), place);
        decodeEntry(JSON.stringify(other) ?? '', place);
      }),
      { numRuns: 300 },
    );
  });

  test('nested two hundred thousand deep is read to its end', () => {
    const depth = 200_000;
    const args = `${'{"a":'.repeat(depth)}"needle"${'}'.repeat(depth)}`;
    const text = `{"type":"message","id":"deep","message":{"role":"assistant","content":[{"type":"toolCall","name":"exec","arguments":${args}}]}}`;
    const [, call] = decodeEntry(text, { session: SESSION, position: 0, memory: new SessionMemory() });
    assert.ok(call);
    assert.match(scannedText(call)?.text ?? '', /needle$/);
  });
});
