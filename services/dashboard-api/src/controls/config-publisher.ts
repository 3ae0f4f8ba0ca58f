import type { PutAnswer } from '@clawnex/shared/bus/config-watch.ts';

/** Between attempts while the broker is there but refuses, e.g. before its buckets exist. */
const RETRY_MS = 2_000;

/** What is published has a revision that rises with each change. */
interface Revised {
  readonly revision: number;
}

export interface PublisherSources<Value extends Revised> {
  /** What it is called, to people. */
  readonly name: string;
  current(): Value;
  connected(): boolean;
  put(value: Value): Promise<PutAnswer>;
  /** Called when it becomes known that the current value is, or is not, on the bus. */
  onChange(): void;
  onProblem(message: string | null): void;
}

/**
 * Brings a stored value of the configuration to the bus, in order, until it is there. Each connection publishes it anew: writing the value
 * that is there already changes nothing for its readers, and a broker that lost its bucket gets it back.
 */
export class ConfigPublisher<Value extends Revised> {
  readonly #sources: PublisherSources<Value>;
  #publishedRevision: number | null = null;
  #running: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(sources: PublisherSources<Value>) {
    this.#sources = sources;
  }

  /** Whether the current value is on the bus, as far as is known. */
  published(): boolean {
    return this.#publishedRevision === this.#sources.current().revision;
  }

  /** A new connection: nothing is known about what the bus holds. */
  async connected(): Promise<void> {
    this.#publishedRevision = null;
    await this.publish();
  }

  /** Publishes what is not yet published. Resolves after the attempt, whatever came of it. */
  async publish(): Promise<void> {
    clearTimeout(this.#retry);
    // A run that is about to end may have looked before the change that calls for this one.
    if (this.#running !== undefined) await this.#running;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
  }

  async #run(): Promise<void> {
    while (!this.#stopped && this.#sources.connected() && !this.published()) {
      const value = this.#sources.current();
      const answer = await this.#sources.put(value);
      if (!answer.ok) {
        this.#sources.onProblem(
          `The ${this.#sources.name} (revision ${value.revision}) is not published: ${answer.message}`,
        );
        if (!this.#stopped) this.#retry = setTimeout(() => void this.publish(), RETRY_MS);
        return;
      }
      this.#publishedRevision = value.revision;
      this.#sources.onProblem(null);
      this.#sources.onChange();
    }
  }
}
