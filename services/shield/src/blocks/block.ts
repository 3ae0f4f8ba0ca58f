import type { Origin } from '@clawnex/proto/scan.ts';

/** One piece of text with one author, as it stands in a guardrail request. */
export interface RequestBlock {
  readonly text: string;
  readonly origin: Origin;
  /** Place in `texts`, where the block can be rewritten; null for blocks that can only be refused. */
  readonly textIndex: number | null;
  /**
   * Place in the conversation, as the messages have it; null for what is not part of it or cannot be rewritten. Whole
   * numbers are texts of the messages; a call of a tool lies between two of them.
   */
  readonly place: number | null;
  /** The tool that is defined, was called, or gave this back, where that is known. */
  readonly tool?: string | undefined;
}

/** Why a request is not scanned: which bound it breaks. */
export interface TooLarge {
  readonly ok: false;
  readonly bound: 'text_length' | 'blocks' | 'depth' | 'leaves';
}
