import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PROBES } from './probe-list.ts';
import { runProgram } from './run-program.ts';

test('a program gets none of our environment', async () => {
  process.env['CLAWNEX_TEST_SECRET'] = 'seen';
  const answer = await runProgram(['/usr/bin/env']);
  assert.ok(answer.ok);
  assert.deepEqual(
    answer.value
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0])
      .sort(),
    ['HOME', 'LC_ALL', 'PATH'],
  );
});

test('a hanging program is stopped at its limit with all that it started', async () => {
  const answer = await runProgram(['/bin/sh', '-c', 'sleep 77.125 & sleep 77.125'], 200);
  assert.ok(!answer.ok);
  assert.match(answer.message, /did not end within 200 ms and was stopped/);
  const left = await runProgram(['/bin/ps', '-axo', 'args=']);
  assert.ok(left.ok && !left.value.includes('sleep 77.125'));
});

test('a program that prints without end is stopped', async () => {
  const answer = await runProgram(['/usr/bin/yes']);
  assert.ok(!answer.ok);
  assert.match(answer.message, /printed more than/);
});

test('a failing and a missing program say so', async () => {
  const failed = await runProgram(['/bin/sh', '-c', 'echo no >&2; exit 3']);
  assert.ok(!failed.ok && failed.message.endsWith('ended with 3: no'));
  const missing = await runProgram(['/nowhere/at/all']);
  assert.ok(!missing.ok && missing.code === 'missing');
});

test('the helper asks exactly the programs of the list that need root', () => {
  const script = readFileSync(new URL('../../probe/clawnex-host-probe', import.meta.url), 'utf8');
  const asked = [...script.matchAll(/^probe (\w+) (.+)$/gm)].map((match) => [match[1], match[2]]);
  for (const [id, { command, root, platform }] of Object.entries(PROBES)) {
    if (!root || platform === 'darwin') continue;
    const line = asked.find(([name]) => name === id);
    assert.ok(line !== undefined, id);
    if (command !== null) assert.equal(line[1], command.join(' '), id);
  }
  assert.equal(
    asked.length,
    Object.values(PROBES).filter(({ root, platform }) => root && platform === 'linux').length,
  );
});
