/** One thing that was checked. */
export interface Case {
  readonly name: string;
  /** Null when it is as it should be. */
  readonly failure: string | null;
}
