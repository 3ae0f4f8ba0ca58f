/** First restart comes quickly; a daemon that keeps dying is left in peace for up to half a minute. */
const DELAY_FIRST_MS = 500;
const DELAY_MAX_MS = 30_000;
/** After this long alive, a death counts as the first one again. */
const HEALTHY_AFTER_MS = 60_000;

/** How long to wait before the next start, after `deaths` in a row, the last after `alive_ms`. */
export function restartDelayMs(deaths: number, alive_ms: number): number {
  if (alive_ms >= HEALTHY_AFTER_MS) return DELAY_FIRST_MS;
  return Math.min(DELAY_MAX_MS, DELAY_FIRST_MS * 2 ** Math.min(16, Math.max(0, deaths - 1)));
}

export function deathsInARow(before: number, alive_ms: number): number {
  return alive_ms >= HEALTHY_AFTER_MS ? 1 : before + 1;
}
