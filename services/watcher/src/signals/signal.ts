import type { RuntimeChanged } from '@clawnex/proto/events/runtime.ts';

/** Something that an agent runs on, as it is now. */
export interface Signal {
  readonly what: RuntimeChanged['what'];
  readonly name: string;
  /** Of what it is now: another one means that it changed. */
  readonly hash: string;
  readonly agent?: string | undefined;
  /** When the runtime says that it became so; null when it does not. */
  readonly time_ms: number | null;
  /** Its text, for the difference when it changes; kept in memory only. */
  readonly text?: string | undefined;
  /** Said with each change; texts in it are masked before it leaves. */
  readonly detail?: string | undefined;
  readonly by?: string | undefined;
  /** A record of something that happened: each is news once, also the first time. */
  readonly record?: boolean;
}
