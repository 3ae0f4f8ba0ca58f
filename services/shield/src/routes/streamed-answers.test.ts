import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { GuardrailResponse } from '@clawnex/proto/http/shield.ts';
import { chatAnswer } from '../testing/guardrail-bodies.ts';
import { SECRET_GITHUB } from '../testing/hostile-texts.ts';
import { startTestShield, type TestShield } from '../testing/start-shield.ts';

let shield: TestShield;
before(async () => {
  shield = await startTestShield();
});
after(() => shield.stop());

test('a secret that a stream completes is refused with the post that completes it, and ever after', async () => {
  const before = 'The deployment went well and the service answers. '.repeat(200);
  const full = `${before}Your token is ${SECRET_GITHUB}, keep it safe. ${'And so on. '.repeat(50)}`;
  const call = { litellm_call_id: 'stream-1' };
  let refusedAt = -1;
  for (let length = 20; length < full.length + 20; length += 20) {
    const { action } = GuardrailResponse.parse(await shield.judge(chatAnswer([full.slice(0, length)], call)));
    if (action === 'BLOCKED' && refusedAt < 0) refusedAt = length;
    assert.equal(action === 'BLOCKED', refusedAt >= 0, `at ${length}`);
  }
  const complete = full.indexOf(SECRET_GITHUB) + SECRET_GITHUB.length;
  assert.ok(
    refusedAt >= complete && refusedAt < complete + 40,
    `refused at ${refusedAt}, complete at ${complete}`,
  );
  const event = shield.events.at(-1);
  assert.ok(event?.type === 'exchange.judged');
  assert.equal(event.data.blocks[0]?.length, full.length);
  const [detection] = event.data.blocks[0]?.detections ?? [];
  const start = detection?.spans[0]?.start ?? -1;
  assert.ok(Math.abs(start - full.indexOf(SECRET_GITHUB)) < 20, `span starts at ${start}`);
});

test('answers of different calls, and the choices of one call, do not mix', async () => {
  const long = 'All quiet on this side of the stream today. '.repeat(200);
  const half = SECRET_GITHUB.slice(0, 20);
  await shield.judge(chatAnswer([long, `${long}${half}`], { litellm_call_id: 'stream-2' }));
  const answer = await shield.judge(
    chatAnswer([`${long}${SECRET_GITHUB.slice(20)}`, `${long}${half}`], { litellm_call_id: 'stream-2' }),
  );
  assert.deepEqual(answer, { action: 'NONE' });
});
