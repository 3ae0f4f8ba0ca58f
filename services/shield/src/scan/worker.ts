import { parentPort } from 'node:worker_threads';
import { withOwnRules } from '@clawnex/shared/detection/own-rules.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import { scanBlock } from './scanned.ts';
import { warmUp } from './warm-up.ts';
import type { RulesChanged, ScanJob, ScanJobDone } from './worker-protocol.ts';

/** Runs in a thread of its own: scans one job after the other. Knows nothing of policy, cache or deadlines. */
const port = parentPort;
if (port === null) throw new Error('The scan worker runs inside a worker thread only.');
let ruleset = builtinRuleset();
warmUp(ruleset);
port.on('message', (message: ScanJob | RulesChanged) => {
  if ('own_rules' in message) {
    const changed = withOwnRules(message.own_rules);
    // The main thread compiled the same rules before it sent them.
    if (changed.ok) ruleset = changed.ruleset;
    return;
  }
  const done: ScanJobDone = {
    job: message.job,
    scanned: message.blocks.map((block) => scanBlock(block, ruleset)),
  };
  port.postMessage(done);
});
