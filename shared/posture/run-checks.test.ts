import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PostureSnapshot } from '@clawnex/proto/events/posture.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Check, CheckResult } from './check.ts';
import { type RunOptions, runChecks } from './run-checks.ts';

const SECRET = `ghp_${'aB3dE6gH9j'.repeat(3)}kL2mN5`;

function makeCheck(id: string, evaluate: Check<null>['evaluate']): Check<null> {
  return {
    id,
    title: id,
    why: 'because',
    severity: 'high',
    reads: [],
    platforms: ['linux'],
    fix: 'mend it',
    references: [],
    evaluate,
  };
}
const options: RunOptions = { host: 'host-a', platform: 'linux', clock: systemClock, deadline_ms: 50 };
const run = async (checks: readonly Check<null>[], more: Partial<RunOptions> = {}) => {
  const facts = Promise.resolve({ ok: true, value: null } as const);
  return PostureSnapshot.parse(await runChecks(checks, facts, { ...options, ...more })).findings;
};
const fails = (subject: string, evidence = ''): CheckResult => ({ result: 'fail', subject, evidence });

test('a check that hangs, throws, or says nothing is not evaluated and does not stop the others', async () => {
  const findings = await run([
    makeCheck('hangs', () => new Promise(() => undefined)),
    makeCheck('throws', () => Promise.reject(new Error('broken'))),
    makeCheck('silent', async () => []),
    makeCheck('works', async () => [fails('x')]),
  ]);
  const reasons = new Map(findings.map(({ check, result, reason }) => [check, `${result} ${reason}`]));
  assert.match(reasons.get('hangs') ?? '', /not_evaluated It did not end within 50 ms/);
  assert.match(reasons.get('throws') ?? '', /not_evaluated It failed: broken/);
  assert.match(reasons.get('silent') ?? '', /not_evaluated It gave no result/);
  assert.match(reasons.get('works') ?? '', /^fail/);
});

test('facts that could not be read leave every check not evaluated', async () => {
  const facts = Promise.resolve({ ok: false, code: 'missing', message: '/x does not exist.' } as const);
  const { findings } = await runChecks([makeCheck('a', async () => [fails('x')])], facts, options);
  assert.deepEqual([findings[0]?.result, findings[0]?.reason], ['not_evaluated', '/x does not exist.']);
});

test('secrets are masked, texts fit, and of two results for one place the worse stays', async () => {
  const findings = await run([
    makeCheck('a', async () => [
      fails('place', `GITHUB_TOKEN=${SECRET} ${'x'.repeat(5_000)}`),
      { result: 'pass', subject: 'place', evidence: '' },
    ]),
  ]);
  assert.equal(findings.length, 1);
  assert.equal(findings[0]?.result, 'fail');
  assert.ok(!JSON.stringify(findings).includes(SECRET));
});

test('a run always fits into one event, and says what is missing', async () => {
  const many = Array.from({ length: 40 }, (_, n) =>
    makeCheck(`c${n}`, async () => Array.from({ length: 150 }, (_, m) => fails(`s${m}`, 'é'.repeat(2_000)))),
  );
  const findings = await run(many, { deadline_ms: 60_000 });
  assert.ok(Buffer.byteLength(JSON.stringify(findings)) < 1_000_000);
  assert.match(findings.at(-1)?.reason ?? '', /findings were left out/);
});

test('a check of another system does not apply', async () => {
  const [finding] = await run([makeCheck('a', async () => [fails('x')])], { platform: 'darwin' });
  assert.equal(finding?.result, 'not_applicable');
});
