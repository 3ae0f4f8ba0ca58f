import { Envelope } from '@clawnex/proto/envelope.ts';
import { ConfigError } from '../kernel/config.ts';
import type { DaemonContext } from '../kernel/lifecycle.ts';
import type { Bus } from './connect.ts';
import { encodeEnvelope, makeEnvelope, type OutgoingEvent } from './make-event.ts';
import { type PublishAnswer, publishEvent } from './publish-event.ts';
import { Spool } from './spool.ts';
import { SpoolError } from './spool-error.ts';
import { type SendLine, SpoolPublisher } from './spool-publisher.ts';
import { waitConnected } from './wait-connected.ts';

export { SpoolError } from './spool-error.ts';

/** Some 400,000 events of ordinary size: days of one agent, an hour of a busy fleet with the broker away. */
const SPOOL_BYTES_MAX = 256 * 1024 ** 2;
/** Losses are reported in an event of their own, at most this often: it goes on the same full spool. */
const NOTICE_MS = 60_000;
/** A spool at rest this long is emptied. */
const REST_MS = 250;
/** On stopping, what is on the spool gets this long to be published; the rest waits there for the next start. */
const CLOSE_GRACE_MS = 1_500;

export interface Outbox {
  /**
   * Puts an event on the spool in one synchronous write to the page cache (it survives a kill, not a power cut) and
   * returns its id. Throws `SpoolError` when the disk refuses, `TypeError` on data that its schema refuses.
   */
  append(event: OutgoingEvent): string;
  /** Events on the spool that the stream has not acknowledged. */
  pending(): number;
  /** Events given up since the start because the spool was full. */
  dropped(): number;
  /** Resolves when everything appended so far is acknowledged (or dropped). */
  flushed(): Promise<void>;
  /** Publishes what it can in a short time and leaves the rest on disk. Nothing can be appended afterwards. */
  close(): Promise<void>;
}

/** A daemon's outbox, closed when the daemon stops. Throws `ConfigError` when its spool folder cannot be used. */
export function openOutbox(context: DaemonContext, bus: Bus, options: { bytes_max?: number } = {}): Outbox {
  const outbox = new SpoolOutbox(context, bus, options.bytes_max ?? SPOOL_BYTES_MAX);
  context.health.lag(() => outbox.pending());
  context.metrics.gauge('outbox_pending', () => outbox.pending());
  context.onStop('outbox', () => outbox.close());
  return outbox;
}

class SpoolOutbox implements Outbox {
  readonly #context: DaemonContext;
  readonly #bus: Bus;
  readonly #spool: Spool;
  readonly #publisher: SpoolPublisher;
  readonly #waiting = new Set<{ readonly target: number; readonly resolve: () => void }>();
  #rest: NodeJS.Timeout | undefined;
  #droppedSeen = 0;
  #droppedNoticed = 0;
  #noticedAtMs = 0;
  #closed = false;

  constructor(context: DaemonContext, bus: Bus, bytesMax: number) {
    this.#context = context;
    this.#bus = bus;
    this.#spool = openSpool(context, bytesMax);
    this.#publisher = new SpoolPublisher({
      spool: this.#spool,
      connect: (signal) => this.#connect(signal),
      onSettled: () => this.#afterSettling(),
      onRefused: (message) => this.#giveUp(message),
      onTrouble: (message) => context.health.problem('outbox', message),
    });
    this.#publisher.start();
  }

  append(event: OutgoingEvent): string {
    if (this.#closed) throw new SpoolError('closed', 'The outbox is closed: this daemon is stopping.');
    const envelope = makeEnvelope(event, { host: this.#context.host, source: this.#context.name });
    this.#put(encodeEnvelope(envelope));
    if (this.#spool.dropped > this.#droppedSeen) this.#noticeDropped();
    this.#publisher.notify();
    return envelope.id;
  }

  pending(): number {
    return this.#spool.appended - this.#spool.settled;
  }

  dropped(): number {
    return this.#spool.dropped;
  }

  flushed(): Promise<void> {
    if (this.pending() === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.add({ target: this.#spool.appended, resolve }));
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#bus.connected()) await this.#flushedWithin(CLOSE_GRACE_MS);
    await this.#publisher.stop();
    clearTimeout(this.#rest);
    this.#spool.close();
  }

  #put(line: string): void {
    try {
      this.#spool.append(line);
      this.#context.metrics.add('events_appended');
      this.#context.health.problem('spool_write', null);
    } catch (error) {
      if (error instanceof SpoolError) this.#context.health.problem('spool_write', error.message);
      throw error;
    }
  }

  async #connect(signal: AbortSignal): Promise<SendLine> {
    const connection = await waitConnected(this.#bus, signal);
    return async (line): Promise<PublishAnswer> => {
      const envelope = readEnvelope(line);
      if (envelope === null) return { ok: false, code: 'never', message: 'A line of the spool is damaged.' };
      return await publishEvent(connection, envelope, line);
    };
  }

  #afterSettling(): void {
    for (const waiter of this.#waiting) {
      if (this.#spool.settled < waiter.target) continue;
      this.#waiting.delete(waiter);
      waiter.resolve();
    }
    if (this.pending() > 0 || this.#rest !== undefined) return;
    this.#rest = setTimeout(() => {
      this.#rest = undefined;
      this.#spool.compact();
      if (this.pending() === 0) this.#endLoss();
    }, REST_MS);
    this.#rest.unref();
  }

  #giveUp(message: string): void {
    this.#context.metrics.add('events_refused');
    this.#context.health.error(message);
    this.#context.log.error(message);
  }

  #noticeDropped(): void {
    const { dropped } = this.#spool;
    this.#context.metrics.add('events_dropped', dropped - this.#droppedSeen);
    this.#droppedSeen = dropped;
    const message = `The spool is full: ${dropped} events were given up. The broker has been away too long.`;
    this.#context.health.problem('spool_full', message);
    const now = this.#context.clock.now();
    if (now - this.#noticedAtMs < NOTICE_MS) return;
    this.#noticedAtMs = now;
    this.#context.log.error(message);
    this.#publishLoss(message);
  }

  /** The spool is empty again: the loss is over, and its last part reported. */
  #endLoss(): void {
    if (this.#droppedSeen > this.#droppedNoticed) {
      this.#publishLoss(`The spool was full: ${this.#droppedSeen} events were given up in all.`);
    }
    this.#context.health.problem('spool_full', null);
  }

  #publishLoss(message: string): void {
    const count = this.#droppedSeen - this.#droppedNoticed;
    this.#droppedNoticed = this.#droppedSeen;
    const data = { code: 'spool_dropped' as const, message, count };
    const envelope = makeEnvelope(
      { type: 'daemon.noticed', data },
      { host: this.#context.host, source: this.#context.name },
    );
    this.#put(encodeEnvelope(envelope));
    this.#publisher.notify();
  }

  async #flushedWithin(graceMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([this.flushed(), timeUp]);
    clearTimeout(timer);
  }
}

function openSpool(context: DaemonContext, bytesMax: number): Spool {
  try {
    const spool = new Spool(context.paths.spool(context.name), { bytes_max: bytesMax });
    if (spool.torn > 0) context.log.warn({ lines: spool.torn }, 'the spool ends in a torn line, skipped');
    if (spool.appended > 0)
      context.log.info({ events: spool.appended }, 'publishing what the spool still holds');
    context.metrics.gauge('spool_torn', () => spool.torn);
    return spool;
  } catch (error) {
    if (error instanceof SpoolError) throw new ConfigError(`${context.name}: ${error.message}`);
    throw error;
  }
}

/** Of a line of ours, or of what a power cut left of one. */
function readEnvelope(line: Buffer): Envelope | null {
  try {
    const parsed = Envelope.safeParse(JSON.parse(line.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
