import { setTimeout as sleep } from 'node:timers/promises';

const STEP_MS = 10;

/** Waits until something holds. Throws with its name when it does not in time: a test that hangs says nothing. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  deadlineMs = 20_000,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await sleep(STEP_MS);
  }
}
