/** Largest buffer that is kept: a slice of history. Larger ones come with long lines only. */
const KEPT_BYTES_MAX = 1024 * 1024;

/**
 * A buffer that is used again: memory outside the heap is given back late, and reading gigabytes in new buffers would let it
 * pile up. Whoever takes it while it is out gets a new one.
 */
export class SpareBuffer {
  #spare: Buffer | null = null;

  take(bytes_min: number): Buffer {
    const spare = this.#spare;
    this.#spare = null;
    return spare !== null && spare.length >= bytes_min ? spare : Buffer.allocUnsafeSlow(bytes_min);
  }

  /** Nothing may look at the buffer any more. */
  giveBack(buffer: Buffer): void {
    if (buffer.length <= KEPT_BYTES_MAX && buffer.length > (this.#spare?.length ?? 0)) this.#spare = buffer;
  }
}
