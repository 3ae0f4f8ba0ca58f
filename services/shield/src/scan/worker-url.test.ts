import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { workerUrl } from './worker-url.ts';

test('from source it is the worker beside it, from a bundle the bundled worker beside the daemon', () => {
  assert.ok(existsSync(workerUrl()));
  assert.equal(
    workerUrl('file:///opt/clawnex/dist/shield.mjs').href,
    'file:///opt/clawnex/dist/shield-worker.mjs',
  );
});
