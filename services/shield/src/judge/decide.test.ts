import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERDICTS } from '@clawnex/proto/scan.ts';
import { raiseVerdict } from '@clawnex/shared/policy/judge-block.ts';
import fc from 'fast-check';
import { decide, type Orders } from './decide.ts';

const facts = fc.array(
  fc.record({
    verdict: fc.constantFrom(...VERDICTS, null),
    score: fc.integer({ min: 0, max: 100 }),
    redactable: fc.boolean(),
    cut: fc.boolean(),
  }),
  { maxLength: 6 },
);
const settings = fc.record({
  mode: fc.constantFrom('observe' as const, 'block' as const),
  on_deadline: fc.constantFrom('block' as const, 'pass' as const),
  on_review: fc.constantFrom('hold' as const, 'pass' as const),
});
const sides = fc.constantFrom('request' as const, 'response' as const);
const NO_ORDERS: Orders = { stopped: false, lifted: false, reused: false };

test('observe mode and a lifting never refuse and never change, and name what would have been refused', () => {
  fc.assert(
    fc.property(sides, facts, settings, fc.boolean(), (side, blocks, setting, reused) => {
      const enforced = decide(side, { ...setting, mode: 'block' }, blocks, { ...NO_ORDERS, reused });
      const seen = decide(side, { ...setting, mode: 'observe' }, blocks, { ...NO_ORDERS, reused });
      const lifted = decide(side, { ...setting, mode: 'block' }, blocks, {
        ...NO_ORDERS,
        reused,
        lifted: true,
      });
      const isPassed = enforced.decision === 'passed';
      assert.equal(seen.decision, isPassed ? 'passed' : 'observed');
      assert.equal(lifted.decision, isPassed ? 'passed' : 'bypassed');
      for (const one of [seen, lifted]) {
        assert.deepEqual([one.redacted, one.cut, one.held], [[], [], []]);
        assert.deepEqual([one.verdict, one.score], [enforced.verdict, enforced.score]);
        if (enforced.reason !== undefined) assert.equal(one.reason, enforced.reason);
      }
    }),
  );
});

test('in block mode no hostile block passes: it is refused or cut from the history', () => {
  fc.assert(
    fc.property(sides, facts, settings, (side, blocks, setting) => {
      const made = decide(side, { ...setting, mode: 'block' }, blocks, NO_ORDERS);
      for (const [index, block] of blocks.entries()) {
        const isOut = made.redacted.includes(index) || ['blocked', 'held'].includes(made.decision);
        if (block.verdict === 'block') assert.ok(isOut);
        if (block.verdict === 'review' && setting.on_review === 'hold') assert.ok(isOut);
        if (block.cut && made.decision === 'redacted' && !block.redactable)
          assert.ok(made.cut.includes(index));
      }
      for (const index of made.redacted) assert.ok(blocks[index]?.redactable);
      assert.equal(made.decision === 'held', made.held.length > 0);
      assert.equal(made.decision === 'redacted', made.redacted.length + made.cut.length > 0);
    }),
  );
});

test('a stop refuses in every mode, also while enforcement is lifted', () => {
  fc.assert(
    fc.property(sides, facts, settings, fc.boolean(), (side, blocks, setting, lifted) => {
      const made = decide(side, setting, blocks, { ...NO_ORDERS, lifted, stopped: true });
      assert.deepEqual([made.decision, made.reason], ['blocked', 'contained']);
    }),
  );
});

test('a scan that is not there in time passes only where the policy says so, and never as harmless', () => {
  const late = [{ verdict: null, score: 0, redactable: false, cut: false }];
  const setting = { mode: 'block', on_review: 'pass' } as const;
  const blocked = decide('request', { ...setting, on_deadline: 'block' }, late, NO_ORDERS);
  assert.deepEqual([blocked.decision, blocked.reason], ['blocked', 'deadline_exceeded']);
  const passed = decide('request', { ...setting, on_deadline: 'pass' }, late, NO_ORDERS);
  assert.deepEqual([passed.decision, passed.reason, passed.verdict], ['passed', undefined, 'review']);
  assert.equal(passed.deadlineExceeded, true);
});

test('thresholds only ever raise a verdict', () => {
  const policy = { review_score: 40, block_score: 75 };
  assert.equal(raiseVerdict({ verdict: 'allow', score: 39 }, policy), 'allow');
  assert.equal(raiseVerdict({ verdict: 'allow', score: 40 }, policy), 'review');
  assert.equal(raiseVerdict({ verdict: 'review', score: 75 }, policy), 'block');
  assert.equal(raiseVerdict({ verdict: 'block', score: 10 }, policy), 'block');
  assert.equal(raiseVerdict({ verdict: 'allow', score: 0 }, policy, 'review'), 'review');
});
