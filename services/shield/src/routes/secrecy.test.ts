import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SECRET_AWS, SECRET_GITHUB } from '../testing/hostile-texts.ts';

const PROGRAM = fileURLToPath(new URL('../testing/post-secrets.ts', import.meta.url));

test('no secret of a request reaches a log line, an event, an error or a reason, whatever part it stands in', () => {
  const run = spawnSync(process.execPath, ['--import', 'tsx', PROGRAM], { encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  const output = `${run.stdout}${run.stderr}`;
  assert.match(output, /"answers":/);
  assert.match(output, /"events":/);
  assert.match(output, /refused a call/);
  for (const secret of [SECRET_AWS, SECRET_GITHUB]) {
    const at = output.indexOf(secret);
    assert.equal(at, -1, `found in: ${output.slice(Math.max(0, at - 300), at)}`);
  }
});
