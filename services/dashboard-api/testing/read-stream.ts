import { z } from 'zod';

export interface StreamEvent {
  readonly event: string;
  readonly id: string | null;
  readonly data: unknown;
}

/** Reads server-sent events off a body, one at a time; comments are counted, not given. */
export class StreamReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #buffer = '';
  comments = 0;

  constructor(body: ReadableStream<Uint8Array> | null) {
    if (body === null) throw new Error('the answer has no body');
    this.#reader = body.getReader();
  }

  /** The next event; null at the end of the stream. */
  async next(): Promise<StreamEvent | null> {
    for (;;) {
      const end = this.#buffer.indexOf('\n\n');
      if (end >= 0) {
        const event = this.#parse(this.#buffer.slice(0, end));
        this.#buffer = this.#buffer.slice(end + 2);
        if (event !== null) return event;
        continue;
      }
      const { done, value } = await this.#reader.read();
      if (done) return null;
      this.#buffer += this.#decoder.decode(value, { stream: true });
    }
  }

  /** The next event of a name. */
  async nextOf(name: string): Promise<StreamEvent> {
    for (;;) {
      const event = await this.next();
      if (event === null) throw new Error(`the stream ended before an event ${name}`);
      if (event.event === name) return event;
    }
  }

  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }

  #parse(text: string): StreamEvent | null {
    const fields = new Map<string, string>();
    for (const line of text.split('\n')) {
      if (line.startsWith(':')) this.comments += 1;
      else fields.set(line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2));
    }
    const event = fields.get('event');
    if (event === undefined) return null;
    return { event, id: fields.get('id') ?? null, data: JSON.parse(fields.get('data') ?? 'null') };
  }
}

const Rows = z.object({ rows: z.array(z.object({ call_id: z.string(), revision: z.int() })) });

/** Rows of an `exchanges` event. */
export function rowsOf(event: StreamEvent): { call_id: string; revision: number }[] {
  return Rows.parse(event.data).rows;
}
