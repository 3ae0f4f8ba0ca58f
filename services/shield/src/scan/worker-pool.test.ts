import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from '@clawnex/shared/kernel/log.ts';
import { WorkerPool } from './worker-pool.ts';
import { workerUrl } from './worker-url.ts';

const ODD_WORKER = new URL('../testing/odd-worker.ts', import.meta.url);
const log = createLogger('shield', { CLAWNEX_LOG_LEVEL: 'silent' });

function block(text: string) {
  return { text, origin: 'user' as const };
}

test('a stuck worker is ended and replaced, its job is given up, others go on', async () => {
  let replaced = 0;
  const pool = new WorkerPool({
    url: ODD_WORKER,
    size: 2,
    log,
    stuckMs: 2_000,
    onReplaced: () => replaced++,
  });
  try {
    const [stuck, fine] = await Promise.all([pool.scan([block('hang')]), pool.scan([block('fine')])]);
    assert.equal(stuck, null);
    assert.equal(fine?.length, 1);
    assert.equal(replaced, 1);
    const after = await Promise.all([
      pool.scan([block('a')]),
      pool.scan([block('b')]),
      pool.scan([block('c')]),
    ]);
    assert.ok(after.every((scanned) => scanned?.length === 1));
    assert.equal(pool.workers, 2);
  } finally {
    await pool.close();
  }
});

test('a worker that dies or throws gives up its job only', async () => {
  const pool = new WorkerPool({ url: ODD_WORKER, size: 1, log });
  try {
    for (const text of ['die', 'throw']) {
      assert.equal(await pool.scan([block(text)]), null);
      assert.equal((await pool.scan([block('fine'), block('fine too')]))?.length, 2);
    }
  } finally {
    await pool.close();
  }
});

test('the real worker scans as the engine does', async () => {
  const { builtinRuleset } = await import('@clawnex/shared/detection/ruleset.ts');
  const { scanBlock } = await import('./scanned.ts');
  const { HOSTILE_RESULT } = await import('../testing/hostile-texts.ts');
  const pool = new WorkerPool({ url: workerUrl(), size: 1, log });
  try {
    const hostile = { text: HOSTILE_RESULT, origin: 'tool_result' as const };
    const scanned = await pool.scan([hostile]);
    assert.deepEqual(scanned, [scanBlock(hostile, builtinRuleset())]);
    assert.notEqual(scanned?.[0]?.result.detections.length, 0);
  } finally {
    await pool.close();
  }
});
