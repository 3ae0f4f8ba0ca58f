import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ModelArtefact, openModel } from '@clawnex/shared/detection/model/artefact.ts';
import type { LinearModel } from '@clawnex/shared/detection/model/linear-model.ts';
import { generateTexts } from '../generate/generate.ts';
import { FIT_OPTIONS } from '../training/fit.ts';
import { TRAINING_SEED } from '../training/seed.ts';
import { trainModel } from '../training/train-model.ts';
import type { Fold } from './folds.ts';
import { hashFolder } from './hash-folder.ts';

/** The model's files that decide what a feature is and which window counts. */
const READING =
  /^(?:tokenise|marks|classify|features|read-features|score-windows|linear-model|classes|lexicon|english|romance|germanic|slavic|asian|southern|worldwide)\.ts$/;

/** Trained models are kept between runs by the hash of all that goes into them. */
const KEPT = join(tmpdir(), 'clawnex-detection-folds');

/** The model of a fold, trained or taken from an earlier run; `say` hears what takes time. */
export function foldModel(
  fold: Fold,
  calibration: ModelArtefact['calibration'],
  say: (line: string) => void,
): LinearModel {
  const key = createHash('sha256')
    .update(hashFolder(new URL('../generate/', import.meta.url)))
    .update(hashFolder(new URL('../training/', import.meta.url)))
    .update(hashFolder(new URL('../../../shared/detection/model/', import.meta.url), READING))
    .update(JSON.stringify(FIT_OPTIONS));
  for (const row of fold.training) key.update(`${row.id}\n${row.text}\n`);
  const file = join(KEPT, `${fold.name}-${key.digest('hex').slice(0, 24)}.json`);
  if (!existsSync(file)) {
    say(`training without ${[...new Set(fold.measured.map(({ set }) => set))].join(', ')} ...`);
    const { artefact } = trainModel(fold.training, generateTexts(TRAINING_SEED), TRAINING_SEED, []);
    mkdirSync(KEPT, { recursive: true });
    writeFileSync(file, JSON.stringify(artefact));
  }
  // Safe: this function alone writes these files, named by what they hold.
  const artefact = JSON.parse(readFileSync(file, 'utf8')) as ModelArtefact;
  return openModel({ ...artefact, calibration });
}
