import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import { systemClock } from '@clawnex/shared/kernel/clock.ts';
import { sha256 } from '@clawnex/shared/kernel/ids.ts';
import { createLogger } from '@clawnex/shared/kernel/log.ts';
import { Metrics } from '@clawnex/shared/kernel/metrics.ts';
import { HOSTILE_RESULT } from '../testing/hostile-texts.ts';
import { BlockScanner } from './block-scanner.ts';
import { scanBlock } from './scanned.ts';
import { WorkerPool } from './worker-pool.ts';
import { workerUrl } from './worker-url.ts';

const DEADLINE_MS = 30_000;
let pool: WorkerPool;
before(() => {
  pool = new WorkerPool({
    url: workerUrl(),
    size: 2,
    log: createLogger('shield', { CLAWNEX_LOG_LEVEL: 'silent' }),
  });
});
after(() => pool.close());

function makeScanner() {
  const metrics = new Metrics();
  return {
    metrics,
    scanner: new BlockScanner({
      ruleset: builtinRuleset(),
      pool,
      clock: systemClock,
      metrics,
      fingerprint: (_, scanned) => scanned,
    }),
  };
}

const hashed = (text: string, origin: 'user' | 'tool_result' = 'user') => ({
  text,
  origin,
  hash: sha256(text),
});

test('small, big, repeated and clean blocks come back in order, as the engine judges each', async () => {
  const { scanner } = makeScanner();
  const texts = [
    'short',
    `${'pad '.repeat(10_000)}${HOSTILE_RESULT}`,
    HOSTILE_RESULT,
    'short',
    `${'pad '.repeat(60_000)}`,
  ];
  const blocks = texts.map((text) => hashed(text, 'tool_result'));
  const { scanned, cached, late } = await scanner.scan(blocks, DEADLINE_MS);
  assert.deepEqual(
    scanned,
    blocks.map((block) => scanBlock(block, scanner.ruleset)),
  );
  assert.deepEqual([cached, late], [1, null]);
  const again = await scanner.scan(blocks, DEADLINE_MS);
  assert.deepEqual([again.cached, again.scanned], [5, scanned]);
});

test('a verdict for one origin is not used for another', async () => {
  const { scanner } = makeScanner();
  await scanner.scan([hashed(HOSTILE_RESULT, 'user')], DEADLINE_MS);
  assert.equal((await scanner.scan([hashed(HOSTILE_RESULT, 'tool_result')], DEADLINE_MS)).cached, 0);
});

test('a big block that many ask for at once is scanned once', async () => {
  const { scanner, metrics } = makeScanner();
  const block = hashed('same big text '.repeat(20_000));
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => scanner.scan([block], DEADLINE_MS)));
  assert.ok(outcomes.every(({ scanned }) => scanned[0] === outcomes[0]?.scanned[0]));
  assert.match(metrics.toPrometheus(), /scan_job_seconds_count 1$/m);
});

test('a flood of small new blocks is not scanned between two requests but in workers', async () => {
  const { scanner, metrics } = makeScanner();
  const blocks = Array.from({ length: 300 }, (_, index) => hashed(`${index} `.repeat(1_000)));
  const { scanned } = await scanner.scan(blocks, DEADLINE_MS);
  assert.ok(scanned.every((one) => one !== null));
  const inline = Number(/scan_seconds_count (\d+)/.exec(metrics.toPrometheus())?.[1]);
  assert.ok(inline > 0 && inline < 30, `${inline}`);
});
