import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { header, line, SESSION, userSays } from '../testing/transcript.ts';
import { decodePath } from './decode-path.ts';
import { itemLine } from './item-line.ts';

describe('what a path holds', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'clawnex-decode-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  function put(path: string, lines: readonly object[], end = '\n'): string {
    const file = join(root, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, lines.map((each) => JSON.stringify(each)).join('\n') + end);
    return file;
  }
  const troubles: string[] = [];
  async function decode(path: string): Promise<Record<string, unknown>[]> {
    troubles.length = 0;
    const lines: Record<string, unknown>[] = [];
    for await (const { item, source } of decodePath(path, (message) => troubles.push(message))) {
      lines.push(JSON.parse(JSON.stringify(itemLine(item, source))));
    }
    return lines;
  }
  const told = (lines: readonly Record<string, unknown>[]) =>
    lines
      .filter((each) => each['kind'] !== 'note')
      .map((each) => [each['kind'], each['text'] ?? each['tool'] ?? null]);

  const answer = (id: string, block: object, output: number, more: object = {}) => ({
    type: 'assistant',
    uuid: `${id}-${JSON.stringify(block).length}-${output}`,
    sessionId: 's-1',
    timestamp: '2026-11-24T09:00:00.000Z',
    message: {
      id,
      role: 'assistant',
      model: 'm',
      content: [block],
      usage: { input_tokens: 5, output_tokens: output },
    },
    ...more,
  });
  const text = (said: string) => ({ type: 'text', text: said });
  const call = (id: string) => ({ type: 'tool_use', id, name: 'Bash', input: { command: `echo ${id}` } });
  const result = (id: string) => ({
    type: 'user',
    uuid: `r-${id}`,
    sessionId: 's-1',
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: 'done' }] },
  });

  test('an answer over several lines is one turn with its final usage, also where results stand between them', async () => {
    const file = put('claude.jsonl', [
      answer('msg-1', { type: 'thinking', thinking: 'hm' }, 1),
      answer('msg-1', text('On it.'), 1),
      answer('msg-1', call('a'), 2),
      result('a'),
      answer('msg-1', call('b'), 40),
      result('b'),
      answer('msg-2', text('Done.'), 3),
    ]);
    const lines = await decode(file);
    assert.deepEqual(told(lines), [
      ['turn', 'On it.'],
      ['thinking', 'hm'],
      ['tool_call', 'Bash'],
      ['tool_result', 'done'],
      ['tool_call', 'Bash'],
      ['tool_result', 'done'],
      ['usage', null],
      ['turn', 'Done.'],
      ['usage', null],
    ]);
    const usages = lines
      .filter((each) => each['kind'] === 'usage')
      .map((each) => Object(each['tokens']).output);
    assert.deepEqual(usages, [40, 3]);
  });

  test('a session that was resumed in another file counts its answers once', async () => {
    const past = [answer('msg-1', text('Once.'), 7)];
    const copy = past.map((each) => ({ ...each, sessionId: 's-2', uuid: 'another' }));
    put('.claude/projects/-ws/s-1.jsonl', past);
    put('.claude/projects/-ws/s-2.jsonl', [...copy, answer('msg-9', text('On.'), 2, { sessionId: 's-2' })]);
    const lines = await decode(root);
    assert.equal(lines.filter((each) => each['kind'] === 'usage').length, 2);
  });

  test('tokens that stand in a record and in events of one call are counted once; identical lines elsewhere are two', async () => {
    const total = (input: number) => ({ input_tokens: input, output_tokens: 1, total_tokens: input + 1 });
    const event = (info: object | null) => ({ type: 'event_msg', payload: { type: 'token_count', info } });
    const counted = (last: number, sum: number) =>
      event({ last_token_usage: total(last), total_token_usage: total(sum) });
    const record = {
      type: 'token_usage_record',
      payload: { usage: total(10), thread_token_usage: total(10) },
    };
    const said = {
      type: 'response_item',
      payload: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'again' }] },
    };
    const file = put('rollout-x.jsonl', [
      said,
      record,
      counted(10, 10),
      counted(10, 10),
      event(null),
      said,
      counted(30, 40),
    ]);
    const lines = await decode(file);
    assert.deepEqual(
      lines.filter((each) => each['kind'] === 'usage').map((each) => Object(each['tokens']).input),
      [10, 30],
    );
    assert.equal(lines.filter((each) => each['kind'] === 'turn').length, 2);
  });

  test('a chat in one document is read like one in lines', async () => {
    const messages = [
      { id: 'a', type: 'user', content: 'hi' },
      {
        id: 'b',
        type: 'gemini',
        content: 'hello',
        tokens: { input: 3, output: 2, total: 5 },
        toolCalls: [{ id: 'c', name: 'ls', args: { dir: '.' } }],
      },
    ];
    const file = join(root, 'session-1.json');
    writeFileSync(file, JSON.stringify({ sessionId: 's-g', projectHash: 'x', messages }, null, 2));
    const lines = await decode(file);
    assert.deepEqual(told(lines), [
      ['session', null],
      ['turn', 'hi'],
      ['turn', 'hello'],
      ['tool_call', 'ls'],
      ['usage', null],
    ]);
    assert.deepEqual(lines[3]?.['arguments'], { dir: '.' });
    const home = join(root, '.gemini', 'tmp', 'ws', 'chats');
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'session-1.json'), JSON.stringify({ sessionId: 's-g', messages }));
    assert.equal((await decode(join(root, '.gemini'))).length, lines.length);
  });

  test('a packed archive, a file and a copy of it tell each entry once', async () => {
    const all = line(header()) + line(userSays(1, 'kept'));
    const folder = join(root, '.openclaw', 'agents', 'main', 'sessions');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${SESSION}.jsonl`), all);
    writeFileSync(
      join(folder, `${SESSION}.jsonl.deleted.2026-11-22T13-05-05.193Z.3d24.zst`),
      zstdCompressSync(all),
    );
    assert.deepEqual(told(await decode(root)), [
      ['session', null],
      ['turn', 'kept'],
    ]);
    assert.deepEqual(
      told(await decode(join(folder, `${SESSION}.jsonl.deleted.2026-11-22T13-05-05.193Z.3d24.zst`))),
      [
        ['session', null],
        ['turn', 'kept'],
      ],
    );
  });

  test('a line that is not whole is left out and said to be; what is not known is named', async () => {
    const file = put(
      'x.jsonl',
      [header(), userSays(1, 'whole'), { type: 'telepathy', id: 't' }],
      '\n{"type":"message","id":"e2"',
    );
    assert.deepEqual(told(await decode(file)), [
      ['session', null],
      ['turn', 'whole'],
      ['unknown', null],
    ]);
    assert.match(troubles.join(), /last 27 bytes .* not whole/);
  });

  test('what is no session log is refused in one sentence', async () => {
    await assert.rejects(decode(join(root, 'nowhere')), /does not exist/);
    await assert.rejects(decode(root), /holds no session log/);
    writeFileSync(join(root, 'notes.jsonl'), '{"a":1}\n');
    await assert.rejects(decode(join(root, 'notes.jsonl')), /is no session log/);
  });
});
