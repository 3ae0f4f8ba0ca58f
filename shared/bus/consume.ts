import { setTimeout as sleep } from 'node:timers/promises';
import { type ConsumerName, EVENT_STREAM, inboxPrefix } from '@clawnex/proto/subjects.ts';
import type { NatsConnection } from 'nats';
import { z } from 'zod';
import type { DaemonContext } from '../kernel/lifecycle.ts';
import { askJetStream } from './ask-jetstream.ts';
import type { Bus } from './connect.ts';
import { putDeadLetter } from './dead-letter.ts';
import { type BatchOutcome, HandleBatch } from './handle-batch.ts';
import { PullSubscription } from './pull-subscription.ts';
import { readEvent } from './read-event.ts';
import type { ReceivedEvent } from './received-event.ts';
import { ACK, NAK, nakAfter, type StreamMessage, TERM, WORKING } from './stream-message.ts';
import { waitConnected } from './wait-connected.ts';

export type { ReceivedEvent } from './received-event.ts';

/** Between two attempts at events whose effects could not be committed. */
const FAILED_PAUSE_MS_MIN = 250;
const FAILED_PAUSE_MS_MAX = 5_000;
/** An event that failed while others went through is left alone this long. */
const SINGLE_PAUSE_MS = 2_000;
/** How far behind the consumer is, asked of the broker this often. */
const LAG_MS = 5_000;

export interface ConsumeOptions {
  readonly batch_max: number;
  /** After the first event of a batch, wait this long for more. */
  readonly wait_ms: number;
  /**
   * Resolves when the effects are committed: the events are then acknowledged. May see an event again and must know it
   * by its id. After a throw the events are tried one by one, then offered again after a pause.
   */
  handle(events: readonly ReceivedEvent[]): Promise<void>;
}

export interface Consumption {
  /** Events on the stream that this consumer has not handled. */
  pending(): number;
  /** Finishes the batch in hand, gives back what was only fetched, then takes no more. */
  stop(): Promise<void>;
}

/** Feeds a durable consumer's events to `handle` until the daemon stops. Never ends because of the broker. */
export function consumeEvents(
  context: DaemonContext,
  bus: Bus,
  consumer: ConsumerName,
  options: ConsumeOptions,
): Consumption {
  const loop = new ConsumeLoop(context, bus, consumer, options);
  context.health.lag(() => loop.pending());
  context.metrics.gauge('consumer_pending', () => loop.pending());
  context.onStop('consumer', () => loop.stop());
  loop.start();
  return loop;
}

const ConsumerInfo = z.object({ num_pending: z.int(), num_ack_pending: z.int() });

class ConsumeLoop implements Consumption {
  readonly #context: DaemonContext;
  readonly #bus: Bus;
  readonly #consumer: ConsumerName;
  readonly #options: ConsumeOptions;
  readonly #batches: HandleBatch;
  readonly #stopping = new AbortController();
  #finished: Promise<void> = Promise.resolve();
  #pending = 0;

  constructor(context: DaemonContext, bus: Bus, consumer: ConsumerName, options: ConsumeOptions) {
    this.#context = context;
    this.#bus = bus;
    this.#consumer = consumer;
    this.#options = options;
    this.#batches = new HandleBatch((events) => options.handle(events));
  }

  start(): void {
    const lag = setInterval(() => void this.#readLag(), LAG_MS);
    this.#finished = this.#run().finally(() => clearInterval(lag));
  }

  pending(): number {
    return this.#pending;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#finished;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const connection = await waitConnected(this.#bus, signal).catch(() => null);
      if (connection === null) return;
      const pull = new PullSubscription({
        connection,
        consumer: this.#consumer,
        inbox_prefix: inboxPrefix(this.#bus.user),
        batch_max: this.#options.batch_max,
        onTrouble: (message) => this.#context.health.problem('consumer', message),
      });
      void this.#readLag();
      await this.#drain(pull, connection, signal);
      for (const message of await pull.close()) this.#answer(message, NAK);
    }
  }

  async #drain(pull: PullSubscription, connection: NatsConnection, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !connection.isClosed()) {
      const messages = await pull.take(this.#options.wait_ms, signal);
      if (messages.length === 0) continue;
      this.#pending = messages.at(-1)?.pending ?? 0;
      await this.#handleUntilDone(pull, messages, signal);
    }
  }

  /**
   * Keeps a batch of which nothing could be committed and tries it again, so that an outage changes no order. What
   * comes meanwhile joins it, up to as much again: were a single event the cause, the others show it.
   */
  async #handleUntilDone(
    pull: PullSubscription,
    messages: readonly StreamMessage[],
    signal: AbortSignal,
  ): Promise<void> {
    let left = await this.#handle(messages);
    for (
      let pauseMs = FAILED_PAUSE_MS_MIN;
      left.length > 0;
      pauseMs = Math.min(pauseMs * 2, FAILED_PAUSE_MS_MAX)
    ) {
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) {
        for (const message of left) this.#answer(message, NAK);
        return;
      }
      left = [...left, ...pull.takeNow(this.#options.batch_max * 2 - left.length)];
      for (const message of [...left, ...pull.held()]) this.#answer(message, WORKING);
      left = await this.#handle(left);
    }
  }

  /** Returns what is to be tried again at once: all that are events, when none could be committed. */
  async #handle(messages: readonly StreamMessage[]): Promise<StreamMessage[]> {
    const bySequence = new Map<number, StreamMessage>();
    const events: ReceivedEvent[] = [];
    for (const message of messages) {
      const read = readEvent(message);
      if (!read.ok) {
        await this.#bury(message, read.reason);
        continue;
      }
      bySequence.set(message.sequence, message);
      events.push(read.event);
    }
    if (events.length === 0) return [];
    const outcome = await this.#batches.handle(events);
    this.#report(outcome);
    const messagesOf = (some: readonly ReceivedEvent[]) =>
      some.flatMap(({ sequence }) => bySequence.get(sequence) ?? []);
    for (const message of messagesOf(outcome.done)) this.#answer(message, ACK);
    for (const message of messagesOf(outcome.poison)) {
      await this.#bury(message, 'handling it fails again and again');
    }
    if (outcome.done.length + outcome.poison.length === 0) return messagesOf(outcome.later);
    for (const message of messagesOf(outcome.later)) this.#answer(message, nakAfter(SINGLE_PAUSE_MS));
    return [];
  }

  #report(outcome: BatchOutcome): void {
    const { health, metrics, log } = this.#context;
    metrics.add('events_handled', outcome.done.length);
    const waiting = outcome.later.length;
    health.problem(
      'handling',
      waiting === 0 ? null : `${waiting} events could not be handled and are tried again.`,
    );
    if (outcome.error === undefined) return;
    log.error({ err: outcome.error }, 'events could not be handled');
    health.error('Events could not be handled; the log of this daemon has the details.');
  }

  async #bury(message: StreamMessage, reason: string): Promise<void> {
    const connection = await waitConnected(this.#bus, this.#stopping.signal).catch(() => null);
    if (connection === null || !(await putDeadLetter(connection, this.#consumer, message, reason))) {
      this.#answer(message, NAK);
      return;
    }
    this.#answer(message, TERM);
    this.#context.metrics.add('events_dead_lettered');
    this.#context.log.warn({ sequence: message.sequence, reason }, 'an event was put among the dead letters');
  }

  /** Without a connection the broker offers the event again after its wait; handlers know it by its id. */
  #answer(message: StreamMessage, answer: string): void {
    try {
      this.#bus.connection()?.publish(message.reply, answer);
    } catch {
      // The connection ended just now: as without one.
    }
  }

  async #readLag(): Promise<void> {
    const connection = this.#bus.connection();
    if (connection === null) return;
    const subject = `$JS.API.CONSUMER.INFO.${EVENT_STREAM}.${this.#consumer}`;
    const info = await askJetStream(connection, subject, null, ConsumerInfo);
    if (info.ok) this.#pending = info.value.num_pending + info.value.num_ack_pending;
  }
}
