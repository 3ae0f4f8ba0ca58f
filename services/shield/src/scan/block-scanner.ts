import type { RuleSource } from '@clawnex/shared/detection/rule-source.ts';
import type { Ruleset } from '@clawnex/shared/detection/ruleset.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import type { Metrics } from '@clawnex/shared/kernel/metrics.ts';
import { FailedScans } from './failed-scans.ts';
import type { Fingerprint } from './fingerprint-secrets.ts';
import { type HashedBlock, type Scanned, scanBlock } from './scanned.ts';
import { cacheKey, VerdictCache } from './verdict-cache.ts';
import type { WorkerPool } from './worker-pool.ts';

/** UTF-16 units of one block scanned between two requests: 0.3 ms, hostile 0.7 ms. A worker costs 0.05 ms more, and delays nobody. */
const INLINE_BLOCK_LENGTH_MAX = 16 * 1024;
/** The same for all new blocks of one request together. */
const INLINE_REQUEST_LENGTH_MAX = 32 * 1024;
/** Blocks are sent to workers in jobs of about this length: few messages, and both workers get a share. */
const JOB_LENGTH_MAX = 128 * 1024;

export interface ScanOutcome {
  /** In the order of the blocks; null where no scan was there in time. */
  readonly scanned: readonly (Scanned | null)[];
  readonly cached: number;
  /** Settles when the scans still running have ended; null when none is. */
  readonly late: Promise<readonly (Scanned | null)[]> | null;
}

interface Waiting {
  readonly block: HashedBlock;
  readonly key: string;
  readonly resolve: (scanned: Scanned | null) => void;
}

interface BlockScannerOptions {
  readonly ruleset: Ruleset;
  /** Says which secrets were found, without keeping them. */
  readonly fingerprint: Fingerprint;
  /** In place of the engine, for small blocks. */
  readonly scanBlock?: typeof scanBlock;
  readonly pool: WorkerPool;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** Scans blocks: from the cache, here, or in a worker, each block once however many requests ask for it. */
export class BlockScanner {
  readonly #pool: WorkerPool;
  readonly #fingerprint: Fingerprint;
  readonly #scanBlock: typeof scanBlock;
  readonly #clock: Clock;
  readonly #metrics: Metrics;
  readonly #failed: FailedScans;
  #ruleset: Ruleset;
  #cache = new VerdictCache();
  #inFlight = new Map<string, Promise<Scanned | null>>();

  constructor(options: BlockScannerOptions) {
    const { ruleset, pool, clock, metrics, fingerprint } = options;
    this.#ruleset = ruleset;
    this.#fingerprint = fingerprint;
    this.#scanBlock = options.scanBlock ?? scanBlock;
    this.#pool = pool;
    this.#clock = clock;
    this.#metrics = metrics;
    this.#failed = new FailedScans(clock);
    metrics.gauge('verdict_cache_entries', () => this.#cache.size);
    metrics.gauge('verdict_cache_bytes', () => this.#cache.bytes);
    metrics.gauge('scan_workers', () => pool.workers);
    metrics.gauge('scan_jobs_waiting', () => pool.waiting);
  }

  get ruleset(): Ruleset {
    return this.#ruleset;
  }

  /** New rules: what was found with the old ones is forgotten, scans still under way included. */
  setRuleset(ruleset: Ruleset, ownRules: readonly RuleSource[]): void {
    if (ruleset.version === this.#ruleset.version) return;
    this.#ruleset = ruleset;
    this.#cache = new VerdictCache();
    this.#inFlight = new Map();
    this.#pool.setOwnRules(ownRules);
  }

  /** Scans all blocks, or as many as the deadline lets; what is late goes on and is there the next time. */
  async scan(blocks: readonly HashedBlock[], deadlineMs: number): Promise<ScanOutcome> {
    const startedUs = this.#clock.monotonicUs();
    const scanned: (Scanned | null)[] = new Array(blocks.length).fill(null);
    const pending: Promise<void>[] = [];
    const forWorkers: Waiting[] = [];
    let cached = 0;
    let inlineLength = 0;
    for (const [index, block] of blocks.entries()) {
      const key = cacheKey(block);
      const known = this.#cache.get(key);
      if (known !== undefined) {
        scanned[index] = known;
        cached += 1;
        continue;
      }
      if (this.#failed.has(key)) continue;
      const length = block.text.length;
      let flight = this.#inFlight.get(key);
      if (
        flight === undefined &&
        length <= INLINE_BLOCK_LENGTH_MAX &&
        inlineLength + length <= INLINE_REQUEST_LENGTH_MAX
      ) {
        inlineLength += length;
        scanned[index] = this.#scanHere(block, key);
        continue;
      }
      flight ??= this.#enqueue(block, key, forWorkers);
      pending.push(
        flight.then((result) => {
          scanned[index] = result;
        }),
      );
    }
    this.#metrics.add('verdict_cache_hits', cached);
    this.#metrics.add('verdict_cache_misses', blocks.length - cached);
    if (pending.length === 0) return { scanned, cached, late: null };
    this.#send(forWorkers);
    const all = Promise.all(pending);
    const leftMs = deadlineMs - (this.#clock.monotonicUs() - startedUs) / 1_000;
    const inTime = await settlesWithin(all, leftMs);
    if (inTime) return { scanned, cached, late: null };
    return { scanned: [...scanned], cached, late: all.then(() => scanned) };
  }

  #scanHere(block: HashedBlock, key: string): Scanned {
    const startedUs = this.#clock.monotonicUs();
    const scanned = this.#fingerprint(block.text, this.#scanBlock(block, this.#ruleset));
    this.#metrics.observe('scan', this.#clock.monotonicUs() - startedUs);
    this.#metrics.add('scanned_length', block.text.length);
    this.#cache.put(key, scanned);
    return scanned;
  }

  #enqueue(block: HashedBlock, key: string, forWorkers: Waiting[]): Promise<Scanned | null> {
    const { promise, resolve } = Promise.withResolvers<Scanned | null>();
    this.#inFlight.set(key, promise);
    forWorkers.push({ block, key, resolve });
    return promise;
  }

  #send(waiting: readonly Waiting[]): void {
    let job: Waiting[] = [];
    let length = 0;
    for (const item of waiting) {
      if (job.length > 0 && length + item.block.text.length > JOB_LENGTH_MAX) {
        void this.#runJob(job);
        job = [];
        length = 0;
      }
      job.push(item);
      length += item.block.text.length;
    }
    if (job.length > 0) void this.#runJob(job);
  }

  async #runJob(job: readonly Waiting[]): Promise<void> {
    const [cache, inFlight] = [this.#cache, this.#inFlight];
    const startedUs = this.#clock.monotonicUs();
    const results = await this.#pool.scan(job.map(({ block }) => block));
    this.#metrics.observe('scan_job', this.#clock.monotonicUs() - startedUs);
    for (const [index, { block, key, resolve }] of job.entries()) {
      const result = results?.[index] ?? null;
      const scanned = result === null ? null : this.#fingerprint(block.text, result);
      if (scanned !== null) {
        cache.put(key, scanned);
        this.#metrics.add('scanned_length', block.text.length);
      } else if (job.length === 1) this.#failed.add(key);
      inFlight.delete(key);
      resolve(scanned);
    }
    if (results === null) this.#metrics.add('scan_jobs_failed');
  }
}

/** Whether a promise settles in time. The timer does not outlive the wait. */
async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.max(0, ms));
  });
  try {
    return await Promise.race([promise.then(() => true as const), timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
