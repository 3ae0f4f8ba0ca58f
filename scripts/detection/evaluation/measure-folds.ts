import { assessBlock } from '@clawnex/shared/detection/engine.ts';
import { builtinModel } from '@clawnex/shared/detection/model/artefact.ts';
import type { LinearModel } from '@clawnex/shared/detection/model/linear-model.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import type { Row } from '../corpus/read-corpus.ts';
import { foldModel } from './fold-models.ts';
import { makeFolds } from './folds.ts';
import type { Outcome } from './measure.ts';

/** Every row scanned with the rules that ship and a model that saw nothing of the row's set. */
export function measureFolds(rows: readonly Row[], say: (line: string) => void): Outcome[] {
  const { calibration } = builtinModel();
  return makeFolds(rows).flatMap((fold) => measureRows(fold.measured, foldModel(fold, calibration, say)));
}

/** Every row scanned as shipped: sets that trained the model look better than they are. */
export function measureRows(rows: readonly Row[], model: LinearModel = builtinModel()): Outcome[] {
  const { matcher } = builtinRuleset();
  return rows.map((row) => {
    const { risk, result } = assessBlock({ text: row.text, origin: row.origin }, { matcher, model });
    return { row, risk, verdict: result.verdict, rules: result.detections.map(({ rule }) => rule) };
  });
}
