import { setTimeout as sleep } from 'node:timers/promises';
import type { PublishAnswer } from './publish-event.ts';
import type { Spool, SpoolEntry } from './spool.ts';

/** Unacknowledged publishes: measured, more gives nothing. */
const WINDOW_EVENTS = 256;
/** Bounds what a broker that stops reading makes us hold. */
const WINDOW_BYTES = 4 * 1024 ** 2;
const RETRY_MS_MIN = 50;
const RETRY_MS_MAX = 2_000;

/** Lines that come close together are read and sent together: per line that costs a third. */
const GATHER_MS = 2;

/** Sends one line; the answer says what became of it. Does not throw. */
export type SendLine = (line: Buffer) => Promise<PublishAnswer>;

export interface SpoolPublisherOptions {
  readonly spool: Spool;
  /** Waits for the broker; rejects when the signal is aborted. */
  readonly connect: (signal: AbortSignal) => Promise<SendLine>;
  /** Lines were settled. */
  readonly onSettled: () => void;
  /** A line was given up: it can never be published. */
  readonly onRefused: (message: string) => void;
  /** Publishing does not succeed, though the broker is there; null when it does again. */
  readonly onTrouble: (message: string | null) => void;
  /** First pause after a failure; doubles up to a limit. */
  readonly retry_ms?: number;
}

interface InFlight {
  readonly entry: SpoolEntry;
  state: 'sent' | 'settled' | 'failed';
}

/**
 * Takes lines from the spool to the broker, in order. After a failure, and on a new connection, one line goes alone
 * first: were the broker to refuse one and take the next, their order would be lost.
 */
export class SpoolPublisher {
  readonly #options: SpoolPublisherOptions;
  readonly #stopping = new AbortController();
  #inFlight: InFlight[] = [];
  #inFlightBytes = 0;
  #failure: Extract<PublishAnswer, { ok: false }> | null = null;
  #alone = true;
  #gathering: NodeJS.Timeout | undefined;
  #wake: () => void = () => undefined;
  #finished: Promise<void> = Promise.resolve();

  constructor(options: SpoolPublisherOptions) {
    this.#options = options;
  }

  start(): void {
    this.#finished = this.#run();
  }

  /** There is something new on the spool. */
  notify(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      this.#wake();
    }, GATHER_MS);
  }

  /** Takes what was acknowledged, and stops. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#gathering);
    this.#wake();
    await this.#finished;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const retryMsMin = this.#options.retry_ms ?? RETRY_MS_MIN;
    let retryMs = retryMsMin;
    while (!signal.aborted) {
      const settledBefore = this.#options.spool.settled;
      const send = await this.#options.connect(signal).catch(() => null);
      if (send === null) return;
      await this.#pump(send);
      if (this.#options.spool.settled > settledBefore) retryMs = retryMsMin;
      await sleep(retryMs, undefined, { signal }).catch(() => undefined);
      retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
    }
  }

  /** Publishes until something fails or the outbox closes. */
  async #pump(send: SendLine): Promise<void> {
    this.#failure = null;
    this.#alone = true;
    this.#options.spool.rewind();
    while (!this.#stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      if (this.#failure === null) this.#fillWindow(send);
      else if (this.#inFlight.every((item) => item.state !== 'sent')) break;
      await woken;
      this.#settleFirst();
    }
    this.#inFlight = [];
    this.#inFlightBytes = 0;
  }

  #fillWindow(send: SendLine): void {
    const windowEvents = this.#alone ? 1 : WINDOW_EVENTS;
    while (this.#inFlight.length < windowEvents && this.#inFlightBytes < WINDOW_BYTES) {
      const entry = this.#options.spool.next();
      if (entry === null) return;
      const item: InFlight = { entry, state: 'sent' };
      this.#inFlight.push(item);
      this.#inFlightBytes += entry.line.length;
      void send(entry.line).then((answer) => this.#take(item, answer));
    }
  }

  #take(item: InFlight, answer: PublishAnswer): void {
    if (answer.ok) {
      item.state = 'settled';
      this.#alone = false;
    } else if (answer.code === 'never') {
      item.state = 'settled';
      this.#options.onRefused(answer.message);
    } else {
      item.state = 'failed';
      this.#failure ??= answer;
      if (answer.code !== 'away') this.#options.onTrouble(answer.message);
    }
    this.#wake();
  }

  /** Only what has nothing unacknowledged before it: after a failure all the rest is sent again. */
  #settleFirst(): void {
    let count = 0;
    while (this.#inFlight[count]?.state === 'settled') count += 1;
    if (count === 0) return;
    for (const { entry } of this.#inFlight.splice(0, count)) {
      this.#inFlightBytes -= entry.line.length;
      this.#options.spool.settle(entry);
    }
    if (this.#failure === null) this.#options.onTrouble(null);
    this.#options.onSettled();
  }
}
