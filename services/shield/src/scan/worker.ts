import { parentPort } from 'node:worker_threads';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import { scanBlock } from './scanned.ts';
import { warmUp } from './warm-up.ts';
import type { ScanJob, ScanJobDone } from './worker-protocol.ts';

/** Runs in a thread of its own: scans one job after the other. Knows nothing of policy, cache or deadlines. */
const port = parentPort;
if (port === null) throw new Error('The scan worker runs inside a worker thread only.');
const ruleset = builtinRuleset();
warmUp(ruleset);
port.on('message', ({ job, blocks }: ScanJob) => {
  const done: ScanJobDone = { job, scanned: blocks.map((block) => scanBlock(block, ruleset)) };
  port.postMessage(done);
});
