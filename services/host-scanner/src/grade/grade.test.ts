import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostCheckState } from '@clawnex/proto/events/host.ts';
import fc from 'fast-check';
import { gradeChecks } from './grade.ts';

type Result = HostCheckState['result'];
const state = (check: string, severity: HostCheckState['severity'], result: Result): HostCheckState => ({
  check,
  title: '',
  category: 'kernel',
  tier: 'standard',
  severity,
  result,
  platforms: [],
  reads: [],
  references: [],
});
const none = new Set<string>();

test('the score is points passed of points evaluated, and the rest shows in the coverage', () => {
  const states = [
    state('a', 'high', 'pass'),
    state('b', 'medium', 'fail'),
    state('c', 'low', 'not_evaluated'),
    state('d', 'critical', 'not_applicable'),
  ];
  const grade = gradeChecks(states, none);
  assert.deepEqual(
    [grade.score, grade.letter, grade.coverage_percent, grade.points, grade.points_possible],
    [66, 'C', 90, 6, 9],
  );
  assert.match(grade.formula, /6 points passed \/ 9 points evaluated = 66/);
  assert.equal(grade.categories.find(({ category }) => category === 'kernel')?.score, 66);
  assert.equal(grade.categories.find(({ category }) => category === 'ssh')?.score, null);
});

test('an open critical caps at 49, a high one on an open door at 74', () => {
  const passed = Array.from({ length: 50 }, (_, index) => state(`p${index}`, 'high', 'pass'));
  assert.equal(gradeChecks([...passed, state('x', 'critical', 'fail')], none).score, 49);
  assert.equal(gradeChecks([...passed, state('x', 'high', 'fail')], new Set(['x'])).score, 74);
  assert.equal(gradeChecks([...passed, state('x', 'high', 'fail')], none).score, 98);
});

test('nothing evaluated is no score, not a bad or a good one', () => {
  const grade = gradeChecks([state('a', 'high', 'not_evaluated')], none);
  assert.deepEqual([grade.score, grade.letter, grade.coverage_percent], [null, null, 0]);
});

test('turning a pass into an unknown never raises the score of what was seen to fail', () => {
  const any = fc.constantFrom<Result>('pass', 'fail', 'not_evaluated', 'not_applicable');
  const severity = fc.constantFrom('low', 'medium', 'high', 'critical' as const);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(severity, any), { minLength: 1, maxLength: 20 }),
      fc.nat(19),
      (rows, at) => {
        const states = rows.map(([level, result], index) => state(`c${index}`, level, result));
        const hidden = states.map((one, index) =>
          index === at && one.result === 'pass' ? { ...one, result: 'not_evaluated' as const } : one,
        );
        const [before, after] = [gradeChecks(states, none), gradeChecks(hidden, none)];
        return (
          (after.score ?? 0) <= (before.score ?? 0) &&
          (after.coverage_percent ?? 0) <= (before.coverage_percent ?? 0)
        );
      },
    ),
    { numRuns: 100 },
  );
});
