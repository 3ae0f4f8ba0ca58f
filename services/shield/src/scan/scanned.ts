import type { Excerpt, Origin, ScanResult } from '@clawnex/proto/scan.ts';
import { type Block, scan } from '@clawnex/shared/detection/engine.ts';
import { excerptBlock } from '@clawnex/shared/detection/excerpt.ts';
import type { Ruleset } from '@clawnex/shared/detection/ruleset.ts';

/** What is kept of a scan: its result and the redacted looks at its hits, made while the text is at hand. */
export interface Scanned {
  readonly result: ScanResult;
  readonly excerpts: readonly Excerpt[];
}

/** A block to scan; its muted rules, in order, count for nothing. */
export interface ScanBlock extends Block {
  readonly muted?: readonly string[] | undefined;
}

/** A block with its hash: the same hash, origin and muted rules give the same scan. */
export interface HashedBlock extends ScanBlock {
  readonly origin: Origin;
  readonly hash: string;
}

export function scanBlock(block: ScanBlock, ruleset: Ruleset): Scanned {
  const muted = block.muted === undefined ? undefined : new Set(block.muted);
  const result = scan(block, ruleset, muted);
  return { result, excerpts: result.detections.length === 0 ? [] : excerptBlock(block.text, result) };
}
