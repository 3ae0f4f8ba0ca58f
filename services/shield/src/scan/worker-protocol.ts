import type { Block } from '@clawnex/shared/detection/engine.ts';
import type { Scanned } from './scanned.ts';

/** Main thread to worker: scan these. A worker has one job at a time. */
export interface ScanJob {
  readonly job: number;
  readonly blocks: readonly Block[];
}

/** Worker to main thread, in the job's order. */
export interface ScanJobDone {
  readonly job: number;
  readonly scanned: readonly Scanned[];
}
