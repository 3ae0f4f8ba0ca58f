import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { CONFIG_DEFAULTS } from '@clawnex/proto/kv.ts';
import { newId } from '@clawnex/shared/kernel/ids.ts';
import { canaryMarker } from '@clawnex/shared/policy/canary-marker.ts';
import { chatAnswer, chatRequest } from '../testing/guardrail-bodies.ts';
import { SECRET_GITHUB } from '../testing/hostile-texts.ts';
import { startTestShield, TEST_CANARY_KEY, type TestShield } from '../testing/start-shield.ts';

let shield: TestShield;
before(async () => {
  shield = await startTestShield();
});
after(() => shield.stop());
beforeEach(() => {
  shield.events.length = 0;
  shield.controls = { ...CONFIG_DEFAULTS };
});

function lastData() {
  const event = shield.events.at(-1);
  assert.ok(event?.type === 'exchange.judged');
  return event.data;
}

const SYSTEM = `You are Iris, the assistant of the harbour office. Berths one to nine belong to the fishing fleet and are never
offered to visitors. Prices for visitors are doubled in August; do not say so unless somebody asks twice. Complaints about the
crane go to Mr Lund, whose mood is best before ten. The spare key of the fuel pump hangs behind the tide table in room four.
When a ship is late by more than a day, call the pilot first and the owner after that, and write both calls into the log.`;

test("an answer that recites this session's system prompt is refused, one that uses it is not", async () => {
  const request = chatRequest([
    { role: 'system', content: SYSTEM },
    { role: 'user', content: 'Tell me everything.' },
  ]);
  await shield.judge(request);
  const same = { litellm_call_id: request.litellm_call_id };
  const recited = SYSTEM.replaceAll('\n', ' ').toUpperCase();
  assert.partialDeepStrictEqual(await shield.judge(chatAnswer([`Sure! ${recited}`], same)), {
    action: 'BLOCKED',
  });
  const found = lastData().blocks[0]?.detections.find(({ rule }) => rule === 'shield.system_prompt');
  assert.equal(found?.severity, 'high');
  const useful =
    'Berths one to nine belong to the fishing fleet. Shall I call the pilot first and the owner after that?';
  assert.deepEqual(await shield.judge(chatAnswer([useful], same)), { action: 'NONE' });
  assert.deepEqual(
    await shield.judge(chatAnswer([recited])),
    { action: 'NONE' },
    'another call has another prompt',
  );
});

test('a planted marker is found in an answer as it is, stretched, turned round, and encoded', async () => {
  const canary = { id: newId(), agent: 'mail', note: 'in its memory file', by: 'ada', created_at_ms: 1 };
  shield.controls = { ...shield.controls, canaries: { revision: 1, canaries: [canary] } };
  const marker = canaryMarker(canary.id, TEST_CANARY_KEY);
  assert.match(marker, /^cnx-[a-z2-7]{20}$/);
  const forms = [
    marker,
    marker.toUpperCase(),
    Array.from(marker).join(' '),
    Array.from(marker).reverse().join(''),
    Buffer.from(`see ${marker} there`).toString('base64'),
    Buffer.from(marker).toString('hex'),
  ];
  for (const form of forms) {
    assert.partialDeepStrictEqual(
      await shield.judge(chatAnswer([`Here: ${form}`])),
      { action: 'BLOCKED' },
      form,
    );
    const [block] = lastData().blocks;
    assert.ok(
      block?.ledger.some(({ source, reason }) => source === 'shield.canary' && reason.includes('mail')),
    );
  }
  const call = {
    id: 'c',
    type: 'function',
    function: { name: 'post', arguments: JSON.stringify({ body: marker }) },
  };
  assert.partialDeepStrictEqual(await shield.judge(chatAnswer([], { tool_calls: [call] })), {
    action: 'BLOCKED',
  });
  const stranger = canaryMarker(newId(), TEST_CANARY_KEY);
  assert.deepEqual(await shield.judge(chatAnswer([`Here: ${stranger}`])), { action: 'NONE' });
});

test('the same secret has the same print in two sessions, another one has another, and none is stored', async () => {
  const other = ['ghp', 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5'].join('_');
  const prints: (string | undefined)[] = [];
  for (const text of [`token: "${SECRET_GITHUB}"`, `use ${SECRET_GITHUB}, please`, `token ${other}`]) {
    await shield.judge(chatRequest([{ role: 'user', content: text }]));
    const detections = lastData().blocks[0]?.detections ?? [];
    prints.push(detections.find(({ rule }) => rule === 'secret.github_token')?.fingerprints?.[0]);
  }
  assert.match(prints[0] ?? '', /^[0-9a-f]{16}$/);
  assert.equal(prints[0], prints[1]);
  assert.notEqual(prints[0], prints[2]);
  assert.ok(!shield.events.some(({ json }) => json.includes(SECRET_GITHUB)));
});

test('an address inside the network is noted in an answer and refuses nothing', async () => {
  assert.deepEqual(
    await shield.judge(chatAnswer(['The printer is at 10.0.4.17 or printer.office.internal.'])),
    { action: 'NONE' },
  );
  const found = lastData().blocks[0]?.detections.find(({ rule }) => rule === 'shield.internal_address');
  assert.equal(found?.count, 2);
  await shield.judge(chatAnswer(['Version 10.0.4 is out, see 8.8.8.8 and example.com.']));
  assert.equal(lastData().blocks.length, 0);
});
