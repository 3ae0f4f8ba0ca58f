/** Where time comes from. Logic that compares times takes one, so that tests can turn it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Microseconds since an arbitrary start; never goes back. */
  monotonicUs(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicUs: () => Math.round(performance.now() * 1_000),
};

/** ISO 8601 UTC, for the HTTP edge only. */
export function toIso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

export function fromIso(iso: string): number {
  return Date.parse(iso);
}
