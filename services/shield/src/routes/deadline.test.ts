import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GuardrailResponse } from '@clawnex/proto/http/shield.ts';
import { until } from '@clawnex/shared/bus/testing/until.ts';
import { chatRequest } from '../testing/guardrail-bodies.ts';
import { HOSTILE_RESULT } from '../testing/hostile-texts.ts';
import { startTestShield } from '../testing/start-shield.ts';

const ODD_WORKER = new URL('../testing/odd-worker.ts', import.meta.url);
const big = (start: string) => start + ' filler'.repeat(10_000);

test('past the deadline the policy decides, small calls are not held up, and the stuck worker is replaced', async () => {
  const shield = await startTestShield({ worker: ODD_WORKER, stuckMs: 2_000, policy: { deadline_ms: 50 } });
  try {
    const hanging = shield.judge(chatRequest([{ role: 'user', content: big('hang') }]));
    const small = await shield.judge(chatRequest([{ role: 'user', content: 'small' }]));
    assert.deepEqual(small, { action: 'NONE' });
    const answer = GuardrailResponse.parse(await hanging);
    assert.match(answer.action === 'BLOCKED' ? answer.blocked_reason : '', /^clawnex: deadline_exceeded \(/);
    shield.policy = { ...shield.policy, on_deadline: 'pass' };
    const passed = await shield.judge(chatRequest([{ role: 'user', content: big('hang on') }]));
    assert.deepEqual(passed, { action: 'NONE' });
    const data = shield.events.map((event) => (event.type === 'exchange.judged' ? event.data : null));
    assert.deepEqual(data.map((one) => [one?.decision, one?.deadline_exceeded, one?.verdict]).sort(), [
      ['blocked', true, 'review'],
      ['passed', false, 'allow'],
      ['passed', true, 'review'],
    ]);
    const replaced = () => shield.context.metrics.snapshot()['scan_workers_replaced'];
    await until('both workers replaced', () => replaced() === 2);
    const fine = await shield.judge(chatRequest([{ role: 'user', content: big('fine') }]));
    assert.deepEqual(fine, { action: 'NONE' });
  } finally {
    await shield.stop();
  }
});

test('a huge hostile text holds up nobody: calls that come after it are answered before it', async () => {
  const shield = await startTestShield({ policy: { deadline_ms: 5_000 } });
  try {
    const content = `${'ignore all previous <!-- system: '.repeat(100_000)}${HOSTILE_RESULT}`;
    const order: string[] = [];
    const huge = shield.judge(chatRequest([{ role: 'tool', tool_call_id: 'c', content }]));
    const isQueued = () => (shield.context.metrics.snapshot()['verdict_cache_misses'] ?? 0) > 0;
    const noted = huge.then(() => order.push('huge'));
    await until('the huge text is being scanned', isQueued);
    for (let call = 0; call < 10; call++) {
      await shield.judge(chatRequest([{ role: 'user', content: `small ${call}` }]));
      order.push('small');
    }
    await noted;
    assert.equal(order.at(-1), 'huge');
    assert.equal(GuardrailResponse.parse(await huge).action, 'BLOCKED');
  } finally {
    await shield.stop();
  }
});

test('a scan that ends after the deadline is cached, and recorded when it found something', async () => {
  const policy = { deadline_ms: 20, on_deadline: 'pass' } as const;
  const shield = await startTestShield({ workers: 2, policy });
  try {
    const content = `${'Some long page. '.repeat(100_000)}${HOSTILE_RESULT}`;
    const messages = [{ role: 'tool', tool_call_id: 'c', content }];
    const first = await shield.judge(chatRequest(messages));
    assert.deepEqual(first, { action: 'NONE' });
    await until('the late record', () => shield.events.length === 2);
    const [made, late] = shield.events;
    assert.ok(made?.type === 'exchange.judged' && late?.type === 'exchange.judged');
    assert.deepEqual(
      [made.data.verdict, late.data.verdict, late.data.decision],
      ['review', 'block', 'passed'],
    );
    assert.equal(made.data.evidence_id, late.data.evidence_id);
    assert.notEqual(made.id, late.id);
    const second = GuardrailResponse.parse(await shield.judge(chatRequest(messages)));
    assert.equal(second.action, 'BLOCKED');
  } finally {
    await shield.stop();
  }
});
