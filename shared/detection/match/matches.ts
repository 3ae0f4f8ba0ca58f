/** Where something matched: starts and ends in step, sorted by start. */
export interface Matches {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export const NO_MATCHES: Matches = { starts: [], ends: [] };
