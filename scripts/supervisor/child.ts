import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { readLogLine } from './log-line.ts';
import { deathsInARow, restartDelayMs } from './restart-delay.ts';

/** Daemons promise to stop within 5 s; a little later they are killed. */
const STOP_DEADLINE_MS = 6_000;
/** A configuration that cannot work: starting again would only say the same. */
export const EXIT_CONFIG = 78;

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Receives finished lines. */
  readonly print: (line: string) => void;
  readonly colour: boolean;
  /** The broker's own log is of interest only when something is wrong. */
  readonly quiet?: boolean;
}

/** One supervised process: started, restarted with growing pauses, stopped. */
export class Child {
  readonly #options: ChildOptions;
  #process: ChildProcess | null = null;
  #startedAtMs = 0;
  #deaths = 0;
  #stopping = false;
  #timer: NodeJS.Timeout | undefined;
  #fatal: string | null = null;
  readonly #ready = Promise.withResolvers<void>();

  constructor(options: ChildOptions) {
    this.#options = options;
    // A failure to start is also reported by `ready()`; nobody may be waiting when it happens later.
    this.#ready.promise.catch(() => undefined);
  }

  get name(): string {
    return this.#options.name;
  }

  get pid(): number | null {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return null;
    return child.pid ?? null;
  }

  /** Resolves when the daemon says it is ready; rejects with its own sentence when its configuration is wrong. */
  ready(): Promise<void> {
    return this.#ready.promise;
  }

  start(): void {
    const { command, args, env, name } = this.#options;
    this.#startedAtMs = Date.now();
    this.#stopping = false;
    // The child's standard input closes when this process dies, however it dies: the daemon then stops by itself.
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => this.#read(line));
    }
    child.on('error', (error) => this.#options.print(`${name} could not be started: ${error.message}`));
    child.on('exit', (code, signal) => this.#ended(code, signal));
  }

  /** Ends the process and starts it no more until `start` is called again. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    await ended;
    clearTimeout(kill);
  }

  #read(raw: string): void {
    const line = readLogLine(this.#options.name, raw, this.#options.colour);
    if (line.ready) this.#ready.resolve();
    if (line.fatal !== null) this.#fatal = line.fatal;
    if (this.#options.quiet !== true) this.#options.print(line.text);
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    const { name, print } = this.#options;
    if (this.#stopping) return;
    const alive_ms = Date.now() - this.#startedAtMs;
    this.#deaths = deathsInARow(this.#deaths, alive_ms);
    if (code === EXIT_CONFIG) {
      this.#ready.reject(new Error(this.#fatal ?? `${name} refuses its configuration.`));
      print(`${name} is not restarted: ${this.#fatal ?? 'its configuration is wrong'}`);
      return;
    }
    const delay_ms = restartDelayMs(this.#deaths, alive_ms);
    print(`${name} ended (${signal ?? `code ${code}`}); starting it again in ${delay_ms / 1_000} s`);
    this.#timer = setTimeout(() => this.start(), delay_ms);
  }
}
