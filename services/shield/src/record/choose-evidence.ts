import { EVIDENCE_BLOCKS_MAX } from '@clawnex/proto/events/exchange.ts';
import { type ScannedBlock, VERDICTS, type Verdict } from '@clawnex/proto/scan.ts';
import type { HashedBlock, Scanned } from '../scan/scanned.ts';

/** Evidence of one event in bytes of JSON: half of what the stream takes, the rest is room for all other fields. */
const EVIDENCE_BYTES_MAX = 512 * 1024;

interface JudgedBlock {
  readonly block: HashedBlock;
  readonly scanned: Scanned;
  /** After the policy's thresholds. */
  readonly verdict: Verdict;
  readonly index: number;
}

/** The blocks with detections, worst first, as many as an event may carry. */
export function chooseEvidence(judged: readonly JudgedBlock[]): ScannedBlock[] {
  const found = judged
    .filter(({ scanned }) => scanned.result.detections.length > 0)
    .sort((a, b) => rank(b) - rank(a) || a.index - b.index);
  const chosen: ScannedBlock[] = [];
  let bytes = 0;
  for (const item of found.slice(0, EVIDENCE_BLOCKS_MAX)) {
    const block = toScannedBlock(item);
    bytes += Buffer.byteLength(JSON.stringify(block));
    if (bytes > EVIDENCE_BYTES_MAX) break;
    chosen.push(block);
  }
  return chosen;
}

export function toScannedBlock({ block, scanned, verdict, index }: JudgedBlock): ScannedBlock {
  const { score, detections, ledger } = scanned.result;
  return {
    hash: block.hash,
    origin: block.origin,
    index,
    length: block.text.length,
    verdict,
    score,
    detections,
    ledger,
    excerpts: [...scanned.excerpts],
  };
}

function rank({ verdict, scanned }: JudgedBlock): number {
  return VERDICTS.indexOf(verdict) * 1_000 + scanned.result.score;
}
