import type { ROUTES } from '@clawnex/proto/policy.ts';

/** Whose call it is, as far as is known. */
export interface Subject {
  readonly host: string;
  readonly route: (typeof ROUTES)[number];
  readonly instance?: string | undefined;
  readonly agent?: string | undefined;
  readonly key?: string | undefined;
  readonly key_hash?: string | undefined;
  readonly session?: string | undefined;
  readonly model?: string | undefined;
}
