import { parentPort } from 'node:worker_threads';
import type { ScanJob, ScanJobDone } from '../scan/worker-protocol.ts';

/** A worker that misbehaves on demand: by the text of a job's first block. */
parentPort?.on('message', ({ job, blocks }: ScanJob) => {
  const text = blocks[0]?.text ?? '';
  if (text.startsWith('hang')) for (;;);
  if (text.startsWith('die')) process.exit(3);
  if (text.startsWith('throw')) throw new Error(`cannot scan ${text}`);
  const result = { verdict: 'allow', score: 0, detections: [], ledger: [] } as const;
  const done: ScanJobDone = {
    job,
    scanned: blocks.map(() => ({ result: { ...result, detections: [], ledger: [] }, excerpts: [] })),
  };
  parentPort?.postMessage(done);
});
