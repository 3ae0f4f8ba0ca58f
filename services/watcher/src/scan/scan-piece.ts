import type { Origin, ScannedBlock } from '@clawnex/proto/scan.ts';
import { scan } from '@clawnex/shared/detection/engine.ts';
import { excerptBlock } from '@clawnex/shared/detection/excerpt.ts';
import type { Ruleset } from '@clawnex/shared/detection/ruleset.ts';
import type { Clock } from '@clawnex/shared/kernel/clock.ts';
import { sha256 } from '@clawnex/shared/kernel/ids.ts';

export interface ScannedPiece {
  readonly verdict: ScannedBlock['verdict'];
  readonly latency_us: number;
  /** Evidence; null when nothing was found. */
  readonly block: ScannedBlock | null;
}

/** Scans one piece of text. Evidence, which needs a hash and excerpts, is made only where something was found. */
export function scanPiece(
  text: string,
  origin: Origin,
  index: number,
  ruleset: Ruleset,
  clock: Clock,
): ScannedPiece {
  const started_us = clock.monotonicUs();
  const result = scan({ text, origin }, ruleset);
  const latency_us = Math.max(0, clock.monotonicUs() - started_us);
  const { verdict, score, detections, ledger } = result;
  if (verdict === 'allow' && detections.length === 0) return { verdict, latency_us, block: null };
  const block: ScannedBlock = {
    hash: sha256(text),
    origin,
    index,
    length: text.length,
    verdict,
    score,
    detections,
    ledger,
    excerpts: excerptBlock(text, result),
  };
  return { verdict, latency_us, block };
}
