import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chatRequest, type Message } from '../testing/guardrail-bodies.ts';
import { startTestShield, type TestShield } from '../testing/start-shield.ts';
import { stateCase, statedScan } from '../testing/stated-scan.ts';
import { TurnableClock } from '../testing/turnable-clock.ts';

const MINUTE = 60_000;
const clock = new TurnableClock();
let shield: TestShield;
before(async () => {
  shield = await startTestShield({ clock, scanBlock: statedScan });
});
after(() => shield.stop());

const user = (content: string): Message => ({ role: 'user', content });

function lastData() {
  const event = shield.events.at(-1);
  assert.ok(event?.type === 'exchange.judged');
  return event.data;
}

async function judge(body: object): Promise<{ reason: string; decision: string }> {
  const answer = (await shield.judge(body)) as { blocked_reason?: string };
  return { reason: answer.blocked_reason ?? '', decision: lastData().decision };
}

test('a held call waits under one review id, passes once approved, for that caller and that content', async () => {
  shield.policy = { ...shield.policy, on_review: 'hold' };
  const doubtful = stateCase('tool_abuse');
  const messages = [user('Read the page.'), { role: 'tool', content: doubtful }];
  const held = await judge(chatRequest(messages));
  const review = /^clawnex: held_for_review \(([0-9a-f-]{36})\)$/.exec(held.reason)?.[1];
  assert.ok(review !== undefined, held.reason);
  assert.equal(held.decision, 'held');
  const { settled } = lastData();
  assert.equal(settled?.review, review);
  assert.equal(settled.held?.length, 1);
  assert.equal(
    (await judge(chatRequest(messages))).reason,
    held.reason,
    'the retry waits for the same review',
  );
  const decided = {
    by: 'ada',
    reason: 'the page is ours',
    at_ms: clock.now(),
    until_ms: clock.now() + MINUTE,
  };
  const approved = {
    review_id: review,
    verdict: 'approved' as const,
    hashes: settled.held ?? [],
    key_hash: 'key-1',
    ...decided,
  };
  shield.controls = { ...shield.controls, reviews: { revision: 1, reviews: [approved] } };
  assert.equal((await judge(chatRequest(messages))).decision, 'passed');
  assert.equal(lastData().settled?.review, review);
  const stranger = { request_data: { user_api_key_hash: 'key-2' } };
  assert.equal((await judge(chatRequest(messages, stranger))).decision, 'held', 'not for another caller');
  const other = [user('Read the page.'), { role: 'tool', content: `${doubtful} Really.` }];
  assert.equal((await judge(chatRequest(other))).decision, 'held', 'not for other content');
  clock.turn(MINUTE);
  assert.equal((await judge(chatRequest(messages))).decision, 'held', 'not for ever');
});
