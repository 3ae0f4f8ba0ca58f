import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { DaemonName } from '@clawnex/proto/daemons.ts';
import type { Health } from '@clawnex/proto/health.ts';
import type { Clock } from './clock.ts';
import type { Metrics } from './metrics.ts';
import { VERSION } from './version.ts';

/** The loop's worst delay is reported over this window, so that one old spike does not stay for ever. */
const LOOP_WINDOW_MS = 60_000;
const LOOP_RESOLUTION_MS = 20;
/** Fits the wire's limit; more problems than this say nothing new. */
const PROBLEMS_MAX = 20;
const MESSAGE_LENGTH_MAX = 300;

/** What a daemon knows about itself. Parts of the daemon report problems under a key and clear them by it. */
export class HealthReporter {
  readonly #daemon: DaemonName;
  readonly #clock: Clock;
  readonly #metrics: Metrics;
  readonly #startedAtMs: number;
  readonly #problems = new Map<string, string>();
  readonly #loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  #loopResetAtMs: number;
  #phase: 'starting' | 'ready' | 'stopping' = 'starting';
  #lastError: { at_ms: number; message: string } | undefined;
  #readLag: (() => number) | undefined;
  #listens: string | undefined;

  constructor(daemon: DaemonName, clock: Clock, metrics: Metrics) {
    this.#daemon = daemon;
    this.#clock = clock;
    this.#metrics = metrics;
    this.#startedAtMs = clock.now();
    this.#loopResetAtMs = this.#startedAtMs;
    this.#loop.enable();
  }

  /** Reports a lasting problem; null says that it is over. The message must not hold untrusted text or secrets. */
  problem(key: string, message: string | null): void {
    if (message === null) this.#problems.delete(key);
    else this.#problems.set(key, message.slice(0, MESSAGE_LENGTH_MAX));
  }

  error(message: string): void {
    this.#lastError = { at_ms: this.#clock.now(), message: message.slice(0, MESSAGE_LENGTH_MAX) };
  }

  /** How many events wait; asked when health is asked. */
  lag(read: () => number): void {
    this.#readLag = read;
  }

  listens(address: string): void {
    this.#listens = address;
  }

  phase(phase: 'starting' | 'ready' | 'stopping'): void {
    this.#phase = phase;
    if (phase === 'stopping') this.#loop.disable();
  }

  snapshot(): Health {
    const now_ms = this.#clock.now();
    const loop_delay_ms = Math.max(0, this.#loop.max / 1e6 - LOOP_RESOLUTION_MS);
    if (now_ms - this.#loopResetAtMs > LOOP_WINDOW_MS) {
      this.#loop.reset();
      this.#loopResetAtMs = now_ms;
    }
    const degraded = this.#phase === 'ready' && this.#problems.size > 0;
    return {
      daemon: this.#daemon,
      state: degraded ? 'degraded' : this.#phase,
      version: VERSION,
      pid: process.pid,
      started_at_ms: this.#startedAtMs,
      now_ms,
      memory_bytes: process.memoryUsage.rss(),
      loop_delay_ms: Number.isFinite(loop_delay_ms) ? Math.round(loop_delay_ms * 10) / 10 : 0,
      ...(this.#readLag === undefined ? {} : { lag: this.#readLag() }),
      ...(this.#listens === undefined ? {} : { listens: this.#listens }),
      problems: [...this.#problems.values()].slice(0, PROBLEMS_MAX),
      ...(this.#lastError === undefined ? {} : { last_error: this.#lastError }),
      counters: this.#metrics.snapshot(),
    };
  }
}
