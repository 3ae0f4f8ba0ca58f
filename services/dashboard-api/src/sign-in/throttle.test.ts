import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TestClock } from '../../testing/start-test-api.ts';
import { FORGET_MS, Throttle } from './throttle.ts';

function waitOf(throttle: Throttle, account: string, address: string): number {
  const admission = throttle.admit(account, address);
  return admission.ok ? 0 : admission.wait_ms;
}

describe('throttle', () => {
  it('lets five mistakes pass, then doubles the wait with each', () => {
    const clock = new TestClock();
    const throttle = new Throttle(clock);
    for (let i = 0; i < 5; i += 1) assert.equal(waitOf(throttle, 'alice', 'a'), 0);
    for (const expected of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      assert.equal(waitOf(throttle, 'alice', 'a'), expected);
      clock.turn(expected - 1);
      assert.equal(waitOf(throttle, 'alice', 'a'), 1);
      clock.turn(1);
      assert.equal(waitOf(throttle, 'alice', 'a'), 0);
    }
  });

  it('counts attempts from their start: a hundred at once gain nothing', () => {
    const throttle = new Throttle(new TestClock());
    const admitted = Array.from({ length: 100 }, () => throttle.admit('alice', 'a')).filter(({ ok }) => ok);
    assert.equal(admitted.length, 5);
  });

  it('never locks out for good, whatever was tried before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ pause_ms: fc.nat(90_000), address: fc.constantFrom('a', 'b', 'c') })),
        (tries) => {
          const clock = new TestClock();
          const throttle = new Throttle(clock);
          for (const { pause_ms, address } of tries) {
            clock.turn(pause_ms);
            throttle.admit('alice', address);
          }
          clock.turn(60_000);
          assert.equal(waitOf(throttle, 'alice', 'd'), 0);
        },
      ),
    );
  });

  it('does not slow an owner at a known address when strangers guess at the account', () => {
    const clock = new TestClock();
    const throttle = new Throttle(clock);
    throttle.admit('alice', 'home');
    throttle.succeeded('alice', 'home');
    for (let i = 0; i < 50; i += 1) throttle.admit('alice', 'stranger');
    assert.ok(waitOf(throttle, 'alice', 'stranger') > 0);
    assert.equal(waitOf(throttle, 'alice', 'home'), 0);
  });

  it('does not slow others at the same address until twenty mistakes', () => {
    const throttle = new Throttle(new TestClock());
    for (let i = 0; i < 19; i += 1) throttle.admit(`guess-${i}`, 'office');
    assert.equal(waitOf(throttle, 'bob', 'office'), 0);
    assert.ok(waitOf(throttle, 'carol', 'office') > 0);
    assert.equal(waitOf(throttle, 'carol', 'elsewhere'), 0);
  });

  it('forgets after a quiet while, and a right password clears the account', () => {
    const clock = new TestClock();
    const throttle = new Throttle(clock);
    for (let i = 0; i < 6; i += 1) throttle.admit('alice', 'a');
    assert.ok(waitOf(throttle, 'alice', 'a') > 0);
    clock.turn(FORGET_MS);
    for (let i = 0; i < 5; i += 1) assert.equal(waitOf(throttle, 'alice', 'a'), 0);
    throttle.succeeded('alice', 'a');
    for (let i = 0; i < 5; i += 1) assert.equal(waitOf(throttle, 'alice', 'a'), 0);
  });

  it('asks for one report per wait and counts the rest into the next', () => {
    const clock = new TestClock();
    const throttle = new Throttle(clock);
    for (let i = 0; i < 5; i += 1) throttle.admit('alice', 'a');
    const refusals = Array.from({ length: 3 }, () => throttle.admit('alice', 'a'));
    assert.deepEqual(
      refusals.map((refusal) => !refusal.ok && refusal.report),
      [true, false, false],
    );
    clock.turn(1_000);
    throttle.admit('alice', 'a');
    const next = throttle.admit('alice', 'a');
    assert.ok(!next.ok && next.report);
    assert.equal(!next.ok && next.refused, 3);
  });
});
