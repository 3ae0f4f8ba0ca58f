import type { SessionObserved } from '@clawnex/proto/events/session.ts';
import type { Origin } from '@clawnex/proto/scan.ts';

/** Something the agent did. */
export interface Observation {
  /** Tells apart what one entry holds: the n-th tool call is the same part whenever it is read. */
  readonly part: string;
  readonly facts: Omit<SessionObserved, 'log_source' | 'entry_id'>;
}

/** A piece of text with one author. */
export interface LogBlock {
  readonly part: string;
  readonly origin: Origin;
  readonly text: string;
  readonly tool?: string;
}

export interface DecodedEntry {
  readonly entry_id: string;
  /** When the runtime says it happened; null when it does not. */
  readonly time_ms: number | null;
  readonly observations: readonly Observation[];
  readonly blocks: readonly LogBlock[];
}

export type DecodeResult =
  | { readonly ok: true; readonly entry: DecodedEntry }
  /** `copy`: a reply as delivered to a channel, written a second time. */
  | { readonly ok: false; readonly why: 'not_an_entry' | 'copy' };
