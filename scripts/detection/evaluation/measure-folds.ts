import { assessBlock } from '@clawnex/shared/detection/engine.ts';
import { builtinModel } from '@clawnex/shared/detection/model/artefact.ts';
import type { LinearModel } from '@clawnex/shared/detection/model/linear-model.ts';
import { builtinRuleset } from '@clawnex/shared/detection/ruleset.ts';
import { readPackageRows } from '../corpus/package-rows.ts';
import type { Row } from '../corpus/read-corpus.ts';
import { foldModel } from './fold-models.ts';
import { type Leave, makeFolds } from './folds.ts';
import type { Outcome } from './measure.ts';

/** Every row scanned with the rules that ship and a model that saw nothing of the row's set, or of all sets of its kind. */
export function measureFolds(rows: readonly Row[], say: (line: string) => void, leave?: Leave): Outcome[] {
  const { calibration } = builtinModel();
  return makeFolds(rows, readPackageRows(), leave).flatMap((fold) => {
    say(`${fold.name}: measured ${listSets(fold.measured)}; trained on ${listSets(fold.training)}`);
    return measureRows(fold.measured, foldModel(fold, calibration, say));
  });
}

function listSets(rows: readonly Row[]): string {
  return [...new Set(rows.map(({ set }) => set))].join(', ');
}

/** Every row scanned as shipped: sets that trained the model look better than they are. */
export function measureRows(rows: readonly Row[], model: LinearModel = builtinModel()): Outcome[] {
  const { matcher } = builtinRuleset();
  return rows.map((row) => {
    const { risk, result } = assessBlock({ text: row.text, origin: row.origin }, { matcher, model });
    return { row, risk, verdict: result.verdict, rules: result.detections.map(({ rule }) => rule) };
  });
}
