import type { CompiledRule } from './plan.ts';

/** The two spellings of one text, of equal length, and where it may hold keys. */
export interface MatchText {
  readonly text: string;
  readonly lower: string;
  readonly nonAscii: boolean;
  /** Start and end, one after the other, of each run of at least `KEY_RUN` letters, digits and `+/_-`. */
  readonly survey: { readonly runs: readonly number[] };
}

/** `last`: where the last part of the match starts; `part`: its number. */
export type OnMatch = (rule: CompiledRule, start: number, end: number, last: number, part: number) => void;

/** Places that ask for another reading of the text around them. */
export interface Triggers {
  readonly rot13: readonly number[];
  readonly reversed: readonly number[];
}
