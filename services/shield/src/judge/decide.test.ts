import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERDICTS } from '@clawnex/proto/scan.ts';
import fc from 'fast-check';
import { decide, raiseVerdict } from './decide.ts';

const facts = fc.array(
  fc.record({
    verdict: fc.constantFrom(...VERDICTS, null),
    score: fc.integer({ min: 0, max: 100 }),
    redactable: fc.boolean(),
  }),
  { maxLength: 6 },
);
const policies = fc.record({
  mode: fc.constantFrom('observe' as const, 'block' as const),
  on_deadline: fc.constantFrom('block' as const, 'pass' as const),
});
const sides = fc.constantFrom('request' as const, 'response' as const);

test('observe mode never refuses and never changes, and names what it would have refused', () => {
  fc.assert(
    fc.property(sides, facts, policies, (side, blocks, policy) => {
      const seen = decide(side, { ...policy, mode: 'observe' }, blocks);
      assert.ok(seen.decision === 'passed' || seen.decision === 'observed');
      assert.deepEqual(seen.redacted, []);
      const enforced = decide(
        side,
        { ...policy, mode: 'block' },
        blocks.map((block) => ({ ...block, redactable: false })),
      );
      assert.equal(seen.decision === 'observed', enforced.decision === 'blocked');
      assert.equal(seen.reason, enforced.reason);
    }),
  );
});

test('in block mode no hostile block passes: it is refused or cut', () => {
  fc.assert(
    fc.property(sides, facts, policies, (side, blocks, policy) => {
      const { decision, redacted } = decide(side, { ...policy, mode: 'block' }, blocks);
      for (const [index, block] of blocks.entries()) {
        if (block.verdict === 'block') assert.ok(decision === 'blocked' || redacted.includes(index));
      }
      for (const index of redacted) assert.ok(blocks[index]?.redactable);
      assert.equal(decision === 'redacted', redacted.length > 0);
    }),
  );
});

test('a scan that is not there in time passes only where the policy says so, and never as harmless', () => {
  const late = [{ verdict: null, score: 0, redactable: false }];
  const blocked = decide('request', { mode: 'block', on_deadline: 'block' }, late);
  assert.equal(blocked.decision, 'blocked');
  assert.equal(blocked.reason, 'deadline_exceeded');
  const passed = decide('request', { mode: 'block', on_deadline: 'pass' }, late);
  assert.deepEqual([passed.decision, passed.reason, passed.verdict], ['passed', undefined, 'review']);
  assert.equal(passed.deadlineExceeded, true);
});

test('thresholds only ever raise a verdict', () => {
  const policy = { review_score: 40, block_score: 75 };
  assert.equal(raiseVerdict({ verdict: 'allow', score: 39 }, policy), 'allow');
  assert.equal(raiseVerdict({ verdict: 'allow', score: 40 }, policy), 'review');
  assert.equal(raiseVerdict({ verdict: 'review', score: 75 }, policy), 'block');
  assert.equal(raiseVerdict({ verdict: 'block', score: 10 }, policy), 'block');
  assert.equal(raiseVerdict({ verdict: 'block', score: 50 }, policy), 'block');
});
