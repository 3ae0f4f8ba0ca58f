import type { Permission } from '@clawnex/proto/permissions.ts';

/**
 * Bytes that may wait for one browser. Ten full frames: a reader that is further behind than that is not reading,
 * and comes back with its last event id.
 */
const WAITING_BYTES_MAX = 4 * 1024 ** 2;

/** One open stream: where it stands, who reads it, and its way out. */
export class LiveClient {
  /** Revision up to which this reader has everything. */
  cursor: number;
  /** Not told to read the list again before this time. */
  reloadNotBeforeMs = 0;
  readonly sessionHash: string;
  readonly body: ReadableStream<Uint8Array>;
  permissions: ReadonlySet<Permission>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(options: {
    cursor: number;
    sessionHash: string;
    permissions: Iterable<Permission>;
    onGone(client: LiveClient): void;
  }) {
    this.cursor = options.cursor;
    this.sessionHash = options.sessionHash;
    this.permissions = new Set(options.permissions);
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        cancel: () => {
          this.#controller = undefined;
          options.onGone(this);
        },
      },
      new ByteLengthQueuingStrategy({ highWaterMark: WAITING_BYTES_MAX }),
    );
  }

  /** False when the reader is gone or too slow. */
  send(frame: Uint8Array): boolean {
    const room = this.#controller?.desiredSize ?? 0;
    if (this.#controller === undefined || room < frame.byteLength) return false;
    this.#controller.enqueue(frame);
    return true;
  }

  /** Ends the stream; what waits is still delivered. */
  end(): void {
    this.#controller?.close();
    this.#controller = undefined;
  }

  /** Cuts the connection with whatever still waits. */
  cut(): void {
    this.#controller?.error(new Error('the reader is too slow'));
    this.#controller = undefined;
  }
}
