import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import type { Paths } from '../kernel/paths.ts';
import type { ReadAnswer, ReadRequest } from './reader-messages.ts';
import type { SqlParameters, Statement } from './statement.ts';

/** Two scans at a time leave the machine to the daemons; a third waits. */
const WORKERS_DEFAULT = 2;
/** More waiting queries than this are refused: their callers would give up before their turn. */
const WAITING_MAX = 64;
/** A query that takes longer has a caller who no longer waits. */
const DEADLINE_MS = 10_000;

/** A read that did not happen. */
export class ReadError extends Error {
  override readonly name = 'ReadError' as const;
  readonly code: 'busy' | 'timed_out' | 'failed' | 'closed';

  constructor(code: ReadError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export interface ReaderPool {
  /** Runs a query in a worker thread. Rejects with `ReadError`. */
  all<Row extends z.ZodType>(statement: Statement<Row>, parameters?: SqlParameters): Promise<z.infer<Row>[]>;
  close(): Promise<void>;
}

interface Job {
  readonly request: ReadRequest;
  readonly deadline: NodeJS.Timeout;
  resolve(rows: readonly unknown[]): void;
  reject(error: ReadError): void;
}

/**
 * Threads that read the store, for queries that look at many rows. `entry` is the worker's file: the source beside
 * this one, unless a bundle says where it put it. The store must exist.
 */
export function openReaderPool(
  paths: Paths,
  {
    entry = new URL('./reader-worker.ts', import.meta.url),
    workers = WORKERS_DEFAULT,
  }: { readonly entry?: URL; readonly workers?: number } = {},
): ReaderPool {
  const pool = new Pool(paths.store, entry, workers);
  return {
    async all(statement, parameters = {}) {
      const rows = await pool.run(statement.sql, parameters);
      return rows.map((row) => statement.row.parse(row));
    },
    close: () => pool.close(),
  };
}

class Pool {
  readonly #file: string;
  readonly #entry: URL;
  readonly #workers: number;
  readonly #waiting: Job[] = [];
  readonly #idle: Worker[] = [];
  readonly #busy = new Map<Worker, Job>();
  #lastId = 0;
  #closed = false;

  constructor(file: string, entry: URL, workers: number) {
    this.#file = file;
    this.#entry = entry;
    this.#workers = workers;
  }

  run(sql: string, parameters: SqlParameters): Promise<readonly unknown[]> {
    if (this.#closed) return Promise.reject(new ReadError('closed', 'The reader pool is closed.'));
    if (this.#waiting.length >= WAITING_MAX) {
      return Promise.reject(new ReadError('busy', 'Too many queries wait: ask again in a moment.'));
    }
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      const request = { id: this.#lastId, sql, parameters };
      const late = () => reject(new ReadError('timed_out', `The query took longer than ${DEADLINE_MS} ms.`));
      this.#waiting.push({ request, resolve, reject, deadline: setTimeout(late, DEADLINE_MS) });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const workers = [...this.#idle, ...this.#busy.keys()];
    for (const job of [...this.#waiting, ...this.#busy.values()]) {
      clearTimeout(job.deadline);
      job.reject(new ReadError('closed', 'The reader pool is closed.'));
    }
    this.#waiting.length = 0;
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #next(): void {
    const spare = this.#idle.length + this.#busy.size < this.#workers;
    const job = this.#waiting[0];
    const worker = job === undefined ? undefined : (this.#idle.pop() ?? (spare ? this.#start() : undefined));
    if (job === undefined || worker === undefined) return;
    this.#waiting.shift();
    this.#busy.set(worker, job);
    worker.postMessage(job.request);
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, { workerData: this.#file });
    worker.on('message', (answer: ReadAnswer) => {
      this.#settle(worker, answer);
      this.#idle.push(worker);
      this.#next();
    });
    const lost = (message: string) => {
      const idle = this.#idle.indexOf(worker);
      if (idle >= 0) this.#idle.splice(idle, 1);
      const job = this.#busy.get(worker);
      if (job !== undefined) this.#settle(worker, { id: job.request.id, ok: false, code: '', message });
      if (!this.#closed) this.#next();
    };
    worker.on('error', (error) => lost(error.message));
    worker.on('exit', () => lost('The reader thread ended.'));
    return worker;
  }

  #settle(worker: Worker, answer: ReadAnswer): void {
    const job = this.#busy.get(worker);
    if (job === undefined) return;
    this.#busy.delete(worker);
    clearTimeout(job.deadline);
    if (answer.ok) job.resolve(answer.rows);
    else job.reject(new ReadError('failed', `${answer.code} ${answer.message}`.trim()));
  }
}
