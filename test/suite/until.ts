import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

/** Waits until `look` gives something other than null or false, for at most `deadline_ms`; then fails with what was awaited. */
export async function until<T>(
  awaited: string,
  look: () => T | null | false | Promise<T | null | false>,
  deadline_ms = 20_000,
): Promise<T> {
  const deadline = Date.now() + deadline_ms;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`after ${deadline_ms} ms: ${awaited}`);
    await sleep(LOOK_EVERY_MS);
  }
}
