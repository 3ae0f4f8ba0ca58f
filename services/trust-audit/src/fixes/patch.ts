import type { Plain } from '../settings/node.ts';

/** One change that takes a finding away. Paths start with `/` and mean the home. */
export type Patch =
  | { readonly kind: 'set'; readonly file: string; readonly pointer: string; readonly after: Plain }
  | { readonly kind: 'remove'; readonly file: string; readonly pointer: string }
  /** A copy of the file in place of the link to it. */
  | { readonly kind: 'unlink'; readonly file: string }
  | { readonly kind: 'mode'; readonly file: string; readonly after: number }
  | {
      /** A variable of an .env file: a new random secret, or away with it. */
      readonly kind: 'variable';
      readonly file: string;
      readonly name: string;
      readonly after?: null;
    }
  | { readonly kind: 'line'; readonly file: string; readonly line: number; readonly after: string | null }
  | {
      /** A row of a database that only its owner may write: the command that takes it away, and the row's name. */
      readonly kind: 'row';
      readonly file: string;
      readonly row: string;
      readonly command: string;
    };

/** What goes with the changes. */
export interface Fix {
  readonly patches: readonly Patch[];
  /** What has to be started again for it to count; null when it counts at once. */
  readonly restart: string | null;
  readonly side_effects: string;
}
