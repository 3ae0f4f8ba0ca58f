import type { Origin, ScanResult } from '@clawnex/proto/scan.ts';
import { findHits } from './find-hits.ts';
import type { Ruleset } from './ruleset.ts';
import { scoreHits } from './score/score-hits.ts';

export interface Block {
  text: string;
  origin: Origin;
}

/** What the text means. Pure: the same block and ruleset give the same result. Time is linear in the text's length. */
export function scan(block: Block, ruleset: Ruleset): ScanResult {
  const hits = findHits(block.text, ruleset.matcher);
  return scoreHits(hits, block.text, block.origin);
}
