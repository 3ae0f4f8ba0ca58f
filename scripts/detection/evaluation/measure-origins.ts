import type { Origin } from '@clawnex/proto/scan.ts';
import { type Outcome, share } from './measure.ts';

export interface OriginFigures {
  readonly origin: Origin;
  readonly benign: number;
  /** Shares of the ordinary texts in percent. */
  readonly flagged: number;
  readonly blocked: number;
  /** The score that 1 in 100 and 1 in 700 ordinary texts reach: where thresholds for `review` and `block` would stand. */
  readonly score_review: number;
  readonly score_block: number;
}

const REVIEW_SHARE = 1 / 100;
const BLOCK_SHARE = 1 / 700;

/** What thresholds per origin are set on: ordinary texts alone. */
export function measureOrigins(outcomes: readonly Outcome[]): OriginFigures[] {
  const benign = outcomes.filter(({ row }) => row.label === 'benign');
  return [...Map.groupBy(benign, ({ row }) => row.origin)].map(([origin, list]) => {
    const scores = list.map(({ risk }) => Math.round(100 * risk)).sort((a, b) => b - a);
    const scoreAt = (part: number): number => scores[Math.floor(scores.length * part)] ?? 0;
    return {
      origin,
      benign: list.length,
      flagged: share(list, ({ verdict }) => verdict !== 'allow') ?? 0,
      blocked: share(list, ({ verdict }) => verdict === 'block') ?? 0,
      score_review: scoreAt(REVIEW_SHARE),
      score_block: scoreAt(BLOCK_SHARE),
    };
  });
}
