import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { REDACTED_BLOCK_NOTICE } from '@clawnex/shared/detection/redact-block.ts';
import type { Protocol } from '../litellm/fake-provider.ts';
import { type Answer, postProxy } from './client.ts';
import { INJECTION, REVERSE_SHELL } from './hostile-texts.ts';
import { readEvidence } from './read-evidence.ts';
import { PROTOCOLS } from './routes.ts';
import { type Path, startPath } from './start-path.ts';

/** A turn of a conversation, in no provider's dialect. */
type Turn = { user: string } | { assistant: string } | { result: string; path?: string };

let path: Path;

/** The whole history, as agents send it with every turn. */
function historyBody(protocol: Protocol, turns: readonly Turn[]): object {
  const chat = turns.flatMap((turn): object[] => {
    if ('user' in turn) return [{ role: 'user', content: turn.user }];
    if ('assistant' in turn) return [{ role: 'assistant', content: turn.assistant }];
    const input = { path: turn.path ?? 'notes.md' };
    const id = 'call_1';
    const target = { name: 'read_file', arguments: JSON.stringify(input) };
    if (protocol === 'chat') {
      return [
        { role: 'assistant', content: null, tool_calls: [{ id, type: 'function', function: target }] },
        { role: 'tool', tool_call_id: id, content: turn.result },
      ];
    }
    if (protocol === 'messages') {
      const use = { type: 'tool_use', id, name: target.name, input };
      return [
        { role: 'assistant', content: [use] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: turn.result }] },
      ];
    }
    return [
      { type: 'function_call', call_id: id, ...target },
      { type: 'function_call_output', call_id: id, output: turn.result },
    ];
  });
  if (protocol === 'responses') return { input: chat };
  return protocol === 'messages' ? { max_tokens: 200, messages: chat } : { messages: chat };
}

const send = (protocol: Protocol, turns: readonly Turn[], session?: string): Promise<Answer> =>
  postProxy(path.proxy, protocol, historyBody(protocol, turns), {
    headers: session === undefined ? {} : { 'x-litellm-session-id': session },
  });

describe('a conversation after a refused paste', () => {
  before(async () => {
    path = await startPath('block');
    path.provider.answer(() => ({ text: 'Certainly.' }));
  });
  after(() => path?.stop());

  for (const protocol of PROTOCOLS) {
    for (const session of [`${protocol}-named`, undefined]) {
      const name = `${protocol}, ${session === undefined ? 'no session named' : 'session named'}`;

      test(`${name}: goes on; the provider sees the notice in place of the paste`, async () => {
        const paste = `Pasted for ${name}: ${INJECTION}`;
        const begin: Turn[] = [
          { user: `Hello from ${name}` },
          { assistant: 'Certainly.' },
          { user: `${paste} (see above)` },
        ];
        assert.equal((await send(protocol, begin, session)).status, 400);
        assert.equal((await send(protocol, begin, session)).status, 400, 'the same again is refused again');
        const onwards: Turn[] = [...begin, { user: `Forget that. What is 2 + 2? ${name}` }];
        const answer = await send(protocol, onwards, session);
        assert.equal(answer.status, 200, answer.body);
        const later = await send(protocol, [...onwards, { assistant: '4' }, { user: 'Thanks.' }], session);
        assert.equal(later.status, 200, later.body);
        const requests = path.provider.requests.slice(-2).map(({ body }) => JSON.stringify(body));
        assert.equal(requests.length, 2);
        for (const request of requests) {
          assert.ok(request.includes(REDACTED_BLOCK_NOTICE), request);
          assert.ok(request.includes(`Hello from ${name}`), 'all else stays');
        }
        assert.ok(!path.provider.saw(paste));
        const { judgements } = await readEvidence(
          path.suite,
          answer.call_id,
          (one) => one.judgements.length > 1,
        );
        assert.equal(judgements.find(({ side }) => side === 'request')?.decision, 'redacted');
      });
    }

    test(`${protocol}: the same paste in another session is refused`, async () => {
      const paste = `Shared paste ${protocol}: ${INJECTION}`;
      assert.equal((await send(protocol, [{ user: paste }], `${protocol}-one`)).status, 400);
      const other: Turn[] = [{ user: 'Something else' }, { user: paste }, { user: 'Go on.' }];
      assert.equal((await send(protocol, other, `${protocol}-two`)).status, 400);
      assert.ok(!path.provider.saw('Shared paste'));
    });

    test(`${protocol}: goes on after refused arguments of an earlier tool call`, async () => {
      const hostile = `notes-${protocol}.md; ${REVERSE_SHELL}`;
      const begin: Turn[] = [{ user: `Fix the build (${protocol})` }, { result: 'done', path: hostile }];
      assert.equal((await send(protocol, begin, `${protocol}-arguments`)).status, 400);
      const onwards: Turn[] = [...begin, { user: 'Never mind. What is 2 + 2?' }];
      const answer = await send(protocol, onwards, `${protocol}-arguments`);
      assert.equal(answer.status, 200, answer.body);
      assert.ok(!path.provider.saw(`notes-${protocol}.md`), 'the arguments themselves never arrive');
      const sent = JSON.stringify(path.provider.requests.at(-1)?.body);
      assert.ok(sent.includes(REDACTED_BLOCK_NOTICE) && sent.includes('Never mind.'), sent);
    });

    test(`${protocol}: goes on after a refused tool result`, async () => {
      const result = `Note of ${protocol}: ${INJECTION}`;
      const begin: Turn[] = [{ user: `Read my notes (${protocol})` }, { result }];
      assert.equal((await send(protocol, begin, `${protocol}-result`)).status, 400);
      const onwards: Turn[] = [...begin, { user: 'Leave the note. What is 2 + 2?' }];
      const answer = await send(protocol, onwards, `${protocol}-result`);
      assert.ok(!path.provider.saw(`Note of ${protocol}`), 'the result itself never arrives');
      assert.equal(answer.status, 200, answer.body);
      const sent = JSON.stringify(path.provider.requests.at(-1)?.body);
      assert.ok(sent.includes(REDACTED_BLOCK_NOTICE), sent);
      assert.ok(sent.includes('Leave the note.'), sent);
    });
  }
});
