import type { OutgoingEvent } from '@clawnex/shared/bus/make-event.ts';
import { SpoolError } from '@clawnex/shared/bus/spool-error.ts';
import type { HealthReporter } from '@clawnex/shared/kernel/health.ts';
import { failure, type HttpFailure } from '@clawnex/shared/kernel/http/result.ts';

/** Where events go before an answer leaves: the outbox of the bus. */
interface EventSink {
  append(event: OutgoingEvent): string;
}

const PROBLEM = 'record';

/**
 * Puts events on the spool. When the disk refuses, no answer leaves in either mode: an unrecorded pass is what an
 * attacker would want a full disk for. LiteLLM gets 503 and fails closed.
 */
export class Recorder {
  readonly #sink: EventSink;
  readonly #health: HealthReporter;
  #refused = false;

  constructor(sink: EventSink, health: HealthReporter) {
    this.#sink = sink;
    this.#health = health;
  }

  record(event: OutgoingEvent): { ok: true } | HttpFailure {
    try {
      this.#sink.append(event);
    } catch (error) {
      if (!(error instanceof SpoolError)) throw error;
      this.#refused = true;
      this.#health.problem(PROBLEM, `Verdicts cannot be recorded (${error.code}): every call is refused.`);
      this.#health.error(`The spool refused an event: ${error.code}`);
      return failure(
        'unavailable',
        'The shield cannot record its verdict, so it gives none. Free disk space under its home folder.',
      );
    }
    if (this.#refused) {
      this.#refused = false;
      this.#health.problem(PROBLEM, null);
    }
    return { ok: true };
  }
}
