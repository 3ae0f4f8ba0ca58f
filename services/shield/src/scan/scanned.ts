import type { Excerpt, Origin, ScanResult } from '@clawnex/proto/scan.ts';
import { type Block, scan } from '@clawnex/shared/detection/engine.ts';
import { excerptBlock } from '@clawnex/shared/detection/excerpt.ts';
import type { Ruleset } from '@clawnex/shared/detection/ruleset.ts';

/** What is kept of a scan: its result and the redacted looks at its hits, made while the text is at hand. */
export interface Scanned {
  readonly result: ScanResult;
  readonly excerpts: readonly Excerpt[];
}

/** A block with its hash: the same hash and origin give the same scan. */
export interface HashedBlock extends Block {
  readonly origin: Origin;
  readonly hash: string;
}

export function scanBlock(block: Block, ruleset: Ruleset): Scanned {
  const result = scan(block, ruleset);
  return { result, excerpts: result.detections.length === 0 ? [] : excerptBlock(block.text, result) };
}
