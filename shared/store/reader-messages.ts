import type { SqlParameters } from './statement.ts';

/** What the reader pool and its workers say to each other. */
export interface ReadRequest {
  readonly id: number;
  readonly sql: string;
  readonly parameters: SqlParameters;
}
export type ReadAnswer =
  | { readonly id: number; readonly ok: true; readonly rows: readonly unknown[] }
  | { readonly id: number; readonly ok: false; readonly code: string; readonly message: string };
