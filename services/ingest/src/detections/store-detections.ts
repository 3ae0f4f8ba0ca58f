import type { Envelope } from '@clawnex/proto/envelope.ts';
import { type Detection, type ScannedBlock, SEVERITIES } from '@clawnex/proto/scan.ts';
import type { Database } from '@clawnex/shared/store/database.ts';
import { prepareWrite } from '@clawnex/shared/store/statement.ts';
import { insertDetection } from './detection.sql.ts';

/** The judgement or the scan that the detections belong to. */
type DetectionParent = { readonly judgement: number } | { readonly scan: number };
export type StoreDetections = (
  parent: DetectionParent,
  envelope: Envelope,
  blocks: readonly ScannedBlock[],
) => void;

/** Writes one row per rule, however often it fired: a hostile text must not turn into thousands of rows. */
export function prepareDetections(db: Database): StoreDetections {
  const insert = prepareWrite(db, insertDetection);
  return (parent, envelope, blocks) => {
    for (const { block, detection, count } of worstByRule(blocks)) {
      insert({
        judgement: 'judgement' in parent ? parent.judgement : null,
        scan: 'scan' in parent ? parent.scan : null,
        at_ms: envelope.time,
        host: envelope.host,
        origin: envelope.origin,
        agent: envelope.agent ?? null,
        session: envelope.session ?? null,
        block_hash: block.hash,
        block_origin: block.origin,
        rule: detection.rule,
        category: detection.category,
        severity: detection.severity,
        confidence: detection.confidence,
        count,
      });
    }
  };
}

interface RuleDetection {
  block: ScannedBlock;
  detection: Detection;
  /** Hits over all blocks and views. */
  count: number;
}

function worstByRule(blocks: readonly ScannedBlock[]): Iterable<RuleDetection> {
  const byRule = new Map<string, RuleDetection>();
  for (const block of blocks) {
    for (const detection of block.detections) {
      const known = byRule.get(detection.rule);
      if (known === undefined) {
        byRule.set(detection.rule, { block, detection, count: detection.count });
        continue;
      }
      known.count += detection.count;
      if (isWorse(detection, known.detection)) Object.assign(known, { block, detection });
    }
  }
  return byRule.values();
}

function isWorse(a: Detection, b: Detection): boolean {
  const bySeverity = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  return bySeverity > 0 || (bySeverity === 0 && a.confidence > b.confidence);
}
