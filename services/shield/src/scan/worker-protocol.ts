import type { RuleSource } from '@clawnex/shared/detection/rule-source.ts';
import type { ScanBlock, Scanned } from './scanned.ts';

/** Main thread to worker: scan these. A worker has one job at a time. */
export interface ScanJob {
  readonly job: number;
  readonly blocks: readonly ScanBlock[];
}

/** Main thread to worker: from now on these rules count besides the built-in ones. Main thread and worker compile alike. */
export interface RulesChanged {
  readonly own_rules: readonly RuleSource[];
}

/** Worker to main thread, in the job's order. */
export interface ScanJobDone {
  readonly job: number;
  readonly scanned: readonly Scanned[];
}
