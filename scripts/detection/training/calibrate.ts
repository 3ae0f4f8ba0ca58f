import { findHits, searchChunks } from '@clawnex/shared/detection/find-hits.ts';
import type { ModelArtefact } from '@clawnex/shared/detection/model/artefact.ts';
import type { LinearModel } from '@clawnex/shared/detection/model/linear-model.ts';
import { findSuspicions } from '@clawnex/shared/detection/model/suspicion.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import { isTalkJudged } from '@clawnex/shared/detection/score/origins.ts';
import type { View } from '@clawnex/shared/detection/views/view.ts';
import type { Row } from '../corpus/read-corpus.ts';

/**
 * What a window weighs by the share of ordinary texts that reach its log-odds. Alone it is `review` (40) from what 1 in 250 reach
 * and `block` (75) from what 1 in 4,000 reach; below, it only adds to what rules say.
 */
const WEIGHT_AT_SHARE: readonly (readonly [number, number])[] = [
  [0.5, 0.004],
  [0.1, 0.03],
  [0.03, 0.12],
  [0.01, 0.28],
  [0.004, 0.4],
  [0.0008, 0.62],
  [0.00025, 0.75],
];
/** Far beyond every ordinary text. */
const TOP = { logits: 3, weight: 0.92 };
/** Points closer than this are one. */
const STEP_MIN = 0.05;

/** Log-odds of the strongest window of each ordinary text, in every reading the engine would open. */
export function benignLogits(rows: readonly Row[], model: LinearModel): number[] {
  const { matcher } = builtinRuleset();
  return rows
    .filter((row) => row.label === 'benign' && isTalkJudged(row.origin))
    .map((row) => {
      const views: View[] = [];
      findHits(row.text, matcher, (own, view, onMatch) => {
        views.push(view);
        return searchChunks(own, view, onMatch);
      });
      return findSuspicions(views, model).reduce(
        (strongest, { logit }) => Math.max(strongest, logit),
        Number.NEGATIVE_INFINITY,
      );
    });
}

/** `logits` of ordinary texts by models that had not seen them. */
export function calibrate(logits: readonly number[]): ModelArtefact['calibration'] {
  const sorted = [...logits].sort((a, b) => b - a);
  const points: [number, number][] = [];
  for (const [share, weight] of WEIGHT_AT_SHARE) {
    const logit = sorted[Math.floor(sorted.length * share)] ?? 0;
    const last = points.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY;
    points.push([round(Math.max(logit, last + STEP_MIN)), weight]);
  }
  const [highest] = points.at(-1) ?? [0];
  points.push([round(highest + TOP.logits), TOP.weight]);
  return points;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
