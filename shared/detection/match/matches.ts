/** Where something matched, sorted by start: starts, ends, and where the last part of the match starts, in step. */
export interface Matches {
  readonly starts: number[];
  readonly ends: number[];
  readonly lasts: number[];
}

export const NO_MATCHES: Matches = { starts: [], ends: [], lasts: [] };
