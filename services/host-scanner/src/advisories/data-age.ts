import type { AdvisorySource } from '@clawnex/proto/events/host.ts';

const DAY_MS = 24 * 3_600_000;
/** Below a day nothing that matters is missing; after a week an exploited vulnerability may be; after a month several are. */
const AGES: readonly (readonly [age: AdvisorySource['age'], below_ms: number])[] = [
  ['fresh', DAY_MS],
  ['aging', 7 * DAY_MS],
  ['stale', 30 * DAY_MS],
];

export function ageOf(dated_ms: number, now_ms: number): AdvisorySource['age'] {
  const past_ms = now_ms - dated_ms;
  return AGES.find(([, below_ms]) => past_ms < below_ms)?.[0] ?? 'expired';
}

/** Old data may say "vulnerable", never "clean". */
export function mayClear(age: AdvisorySource['age']): boolean {
  return age === 'fresh' || age === 'aging';
}
