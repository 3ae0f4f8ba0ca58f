import { setTimeout as sleep } from 'node:timers/promises';
import { type ConsumerName, EVENT_STREAM } from '@clawnex/proto/subjects.ts';
import { createInbox, type Msg, type NatsConnection, type Subscription } from 'nats';
import { readStreamMessage, type StreamMessage } from './stream-message.ts';

/** A request for messages ends after this time at the broker, and is then made again. */
const REQUEST_MS = 5_000;
/** One of which nothing was heard for so much longer was lost. */
const REQUEST_LOST_MS = 2_000;
/** Bounds what one request brings into memory, whatever its number of messages. */
const REQUEST_BYTES = 8 * 1024 ** 2;
/** After a refusal. */
const REFUSED_PAUSE_MS = 1_000;
/** What the broker sent before it read that we take no more. */
const CLOSE_GRACE_MS = 500;
const NS_PER_MS = 1_000_000;
/** The ordinary ends of a request: nothing there, time is up. */
const ORDINARY_ENDS = [404, 408];

export interface PullOptions {
  readonly connection: NatsConnection;
  readonly consumer: ConsumerName;
  readonly inbox_prefix: string;
  readonly batch_max: number;
  /** Why nothing can be fetched; null when it can again. */
  readonly onTrouble: (message: string | null) => void;
}

/**
 * Fetches from a durable pull consumer over one connection. While a batch is handled the next one is already asked for;
 * more than one batch is never held.
 */
export class PullSubscription {
  readonly #options: PullOptions;
  readonly #inbox: string;
  readonly #subscription: Subscription;
  #held: StreamMessage[] = [];
  #requested = 0;
  #timer: NodeJS.Timeout | undefined;
  #paused = false;
  #wake: () => void = () => undefined;

  constructor(options: PullOptions) {
    this.#options = options;
    this.#inbox = createInbox(options.inbox_prefix);
    this.#subscription = options.connection.subscribe(this.#inbox, {
      callback: (error, message) => {
        if (error === null) this.#receive(message);
        else options.onTrouble(`The broker refuses the inbox of this consumer (${error.code}).`);
      },
    });
    void options.connection.closed().then(() => this.#wake());
  }

  /** The next messages: waits for the first, then up to `waitMs` for a full batch. None when aborted or disconnected. */
  async take(waitMs: number, signal: AbortSignal): Promise<StreamMessage[]> {
    const wake = () => this.#wake();
    signal.addEventListener('abort', wake);
    try {
      this.#request();
      while (this.#held.length === 0 && this.#usable(signal)) {
        await this.#woken();
        this.#request();
      }
      await this.#fill(waitMs, signal);
    } finally {
      signal.removeEventListener('abort', wake);
    }
    if (!this.#usable(signal)) return [];
    const batch = this.#held.splice(0, this.#options.batch_max);
    this.#request();
    return batch;
  }

  /** What has been fetched meanwhile, at most `count`, without waiting. */
  takeNow(count: number): StreamMessage[] {
    return this.#held.splice(0, count);
  }

  /** What is fetched and not taken. */
  held(): readonly StreamMessage[] {
    return this.#held;
  }

  /** Ends it. Returns what was fetched and not taken, with what was still on its way. */
  async close(): Promise<StreamMessage[]> {
    clearTimeout(this.#timer);
    this.#paused = true;
    const timeUp = new AbortController();
    const late = sleep(CLOSE_GRACE_MS, undefined, { signal: timeUp.signal }).catch(() => undefined);
    await Promise.race([this.#subscription.drain().catch(() => undefined), late]);
    timeUp.abort();
    clearTimeout(this.#timer);
    return this.#held.splice(0);
  }

  #usable(signal: AbortSignal): boolean {
    return !signal.aborted && !this.#options.connection.isClosed();
  }

  async #fill(waitMs: number, signal: AbortSignal): Promise<void> {
    const until = performance.now() + waitMs;
    while (this.#held.length < this.#options.batch_max && this.#usable(signal)) {
      const leftMs = until - performance.now();
      if (leftMs <= 0) return;
      const timer = setTimeout(() => this.#wake(), leftMs);
      await this.#woken();
      clearTimeout(timer);
    }
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #request(): void {
    const { connection, consumer, batch_max } = this.#options;
    if (this.#requested > 0 || this.#held.length > 0 || this.#paused || connection.isClosed()) return;
    this.#requested = batch_max;
    const request = { batch: batch_max, expires: REQUEST_MS * NS_PER_MS, max_bytes: REQUEST_BYTES };
    connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${EVENT_STREAM}.${consumer}`, JSON.stringify(request), {
      reply: this.#inbox,
    });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#endRequest(), REQUEST_MS + REQUEST_LOST_MS);
  }

  #receive(message: Msg): void {
    const received = readStreamMessage(message);
    if (received === null) {
      this.#takeStatus(message.headers?.code ?? 0, message.headers?.description ?? '');
      return;
    }
    this.#held.push(received);
    this.#requested = Math.max(0, this.#requested - 1);
    if (this.#held.length === 1) this.#options.onTrouble(null);
    if (this.#held.length === 1 || this.#held.length >= this.#options.batch_max) this.#wake();
  }

  #takeStatus(code: number, description: string): void {
    const fetchedAny = this.#requested < this.#options.batch_max;
    if (ORDINARY_ENDS.includes(code) || fetchedAny) {
      if (ORDINARY_ENDS.includes(code)) this.#options.onTrouble(null);
      this.#endRequest();
      return;
    }
    const reason = description === '' ? `code ${code}` : description;
    this.#options.onTrouble(`The consumer ${this.#options.consumer} cannot fetch: ${reason}.`);
    this.#paused = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#paused = false;
      this.#endRequest();
    }, REFUSED_PAUSE_MS);
  }

  #endRequest(): void {
    clearTimeout(this.#timer);
    this.#requested = 0;
    this.#wake();
  }
}
