/**
 * Target for the work inside one transaction; the sync of its commit comes on top, and together they stay around 5 ms.
 * The other writer (an operator signing in) waits for it; at some 60 µs a row this is still dozens of rows per commit.
 */
const WORK_TARGET_US = 2_500;
const SIZE_MIN = 8;
const SIZE_MAX = 400;
/** Down at once, up gently: a batch that held the lock too long is worse than one that was too small. */
const STEP_DOWN_MAX = 2;
const STEP_UP_MAX = 1.25;

/**
 * How many items fit into one transaction, learnt from how long the work on the last ones took. The commit's own time
 * must not be in it: a slow disk would make batches tiny, and many tiny ones keep the lock longer than a few big ones.
 */
export class TimedSize {
  #size = SIZE_MIN * 2;

  get size(): number {
    return Math.round(this.#size);
  }

  measured(items: number, worked_us: number): void {
    // A transaction that was not full says nothing about a full one unless it already took too long.
    if (items < this.size && worked_us < WORK_TARGET_US) return;
    const factor = WORK_TARGET_US / Math.max(worked_us, 1);
    this.#size *= Math.min(STEP_UP_MAX, Math.max(1 / STEP_DOWN_MAX, factor));
    this.#size = Math.min(SIZE_MAX, Math.max(SIZE_MIN, this.#size));
  }
}
