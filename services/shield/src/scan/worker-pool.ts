import { Worker } from 'node:worker_threads';
import type { RuleSource } from '@clawnex/shared/detection/rule-source.ts';
import type { Logger } from '@clawnex/shared/kernel/log.ts';
import PQueue from 'p-queue';
import type { ScanBlock, Scanned } from './scanned.ts';
import type { RulesChanged, ScanJob, ScanJobDone } from './worker-protocol.ts';

/**
 * A worker that is busy for longer is stuck: a start from source on a loaded machine, and twenty times what a scan of a
 * hostile text was measured to take (0.1 s per million characters), so that load alone never looks like it.
 */
const STUCK_MS = 5_000;
const STUCK_MS_PER_MILLION = 2_000;
/** A scan leaves little behind: measured, a larger young generation costs memory and gains no speed. */
const YOUNG_GENERATION_MB = 4;
/** Jobs that may wait. More is an overload, and refusing is faster than missing every deadline. */
const WAITING_MAX = 1_000;

interface WorkerPoolOptions {
  readonly url: URL;
  readonly size: number;
  readonly log: Logger;
  /** In place of the default, before what the job's length adds. */
  readonly stuckMs?: number;
  readonly onReplaced?: () => void;
}

interface Running {
  readonly job: number;
  readonly finish: (scanned: readonly Scanned[] | null) => void;
}

/**
 * Worker threads for blocks too big to scan between two requests. Small jobs overtake waiting big ones. A worker that
 * is stuck or dies is replaced and its job given up: null, which the caller treats as a scan that is not there.
 */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #queue: PQueue;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #running = new Map<Worker, Running>();
  #nextJob = 0;
  #closed = false;
  #ownRules: readonly RuleSource[] = [];

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#queue = new PQueue({ concurrency: options.size });
    // One is warm from the start; the others come with the first jobs that need them, each costs some 30 MB.
    this.#idle.push(this.#spawn());
  }

  get workers(): number {
    return this.#all.size;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** Scans the blocks of one job in order; null when that could not be done. Never rejects. */
  async scan(blocks: readonly ScanBlock[]): Promise<readonly Scanned[] | null> {
    if (this.#closed || this.#queue.size >= WAITING_MAX) return null;
    const length = blocks.reduce((sum, block) => sum + block.text.length, 0);
    const stuckMs = (this.#options.stuckMs ?? STUCK_MS) + (length / 1e6) * STUCK_MS_PER_MILLION;
    const scanned = await this.#queue.add(() => this.#run(blocks, stuckMs), { priority: -length });
    return scanned ?? null;
  }

  /** Jobs that are sent from now on are scanned with these rules besides the built-in ones. */
  setOwnRules(rules: readonly RuleSource[]): void {
    this.#ownRules = rules;
    for (const worker of this.#all) worker.postMessage({ own_rules: rules } satisfies RulesChanged);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#queue.clear();
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #run(blocks: readonly ScanBlock[], stuckMs: number): Promise<readonly Scanned[] | null> {
    // The queue runs as many jobs as there are workers: one is idle, or died and is replaced now.
    const worker = this.#idle.pop() ?? this.#spawn();
    const job = this.#nextJob++;
    return new Promise((resolve) => {
      const stuck = setTimeout(() => {
        this.#options.log.warn({ job, blocks: blocks.length }, 'a scan worker was stuck and is replaced');
        this.#drop(worker);
        if (!this.#closed) this.#idle.push(this.#spawn());
      }, stuckMs);
      const finish = (scanned: readonly Scanned[] | null) => {
        clearTimeout(stuck);
        this.#running.delete(worker);
        if (scanned !== null) this.#idle.push(worker);
        resolve(scanned);
      };
      this.#running.set(worker, { job, finish });
      worker.postMessage({
        job,
        blocks: blocks.map(({ text, origin, muted }) => ({ text, origin, muted })),
      } satisfies ScanJob);
    });
  }

  #spawn(): Worker {
    const worker = new Worker(this.#options.url, {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    worker.unref();
    worker.on('message', ({ job, scanned }: ScanJobDone) => {
      const running = this.#running.get(worker);
      if (running?.job === job) running.finish(scanned);
    });
    worker.on('error', (error) => {
      // The engine's errors may quote what it read: only their kind is logged.
      this.#options.log.error(
        { kind: error instanceof Error ? error.name : 'unknown' },
        'a scan worker failed',
      );
    });
    worker.on('exit', () => this.#drop(worker));
    this.#all.add(worker);
    if (this.#ownRules.length > 0) worker.postMessage({ own_rules: this.#ownRules } satisfies RulesChanged);
    return worker;
  }

  /** Gives up a worker and its job. One that died by itself is replaced when a job needs it: it may die again at once. */
  #drop(worker: Worker): void {
    if (!this.#all.delete(worker)) return;
    const place = this.#idle.indexOf(worker);
    if (place >= 0) this.#idle.splice(place, 1);
    const running = this.#running.get(worker);
    if (!this.#closed) this.#options.onReplaced?.();
    running?.finish(null);
    void worker.terminate();
  }
}
