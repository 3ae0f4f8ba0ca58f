import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readPackageRows } from './corpus/package-rows.ts';
import { readCorpus } from './corpus/read-corpus.ts';
import { foldModel } from './evaluation/fold-models.ts';
import { makeFolds } from './evaluation/folds.ts';
import { generateTexts } from './generate/generate.ts';
import { benignLogits, calibrate } from './training/calibrate.ts';
import { formatArtefact } from './training/format-artefact.ts';
import { writeModelCard } from './training/model-card.ts';
import { TRAINING_SEED } from './training/seed.ts';
import { trainModel } from './training/train-model.ts';
import { trainingRows } from './training/training-texts.ts';

const MODEL = new URL('../../shared/detection/model/model.json', import.meta.url);
const CARD = new URL('../../shared/detection/model/MODEL-CARD.md', import.meta.url);

const { values } = parseArgs({ options: { corpus: { type: 'string' } } });
if (values.corpus === undefined) {
  process.stderr.write('usage: train.ts --corpus DIR\n');
  process.exit(64);
}
const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const corpus = readCorpus(values.corpus);

// Calibrated on texts that the model in question had not seen: the shipped model saw all of them.
const logits = makeFolds(corpus.rows, readPackageRows()).flatMap((fold) =>
  benignLogits(fold.measured, foldModel(fold, [], say)),
);
const rows = [...trainingRows(corpus.rows), ...readPackageRows()];
const generated = generateTexts(TRAINING_SEED);
say('training on everything ...');
const training = trainModel(rows, generated, TRAINING_SEED, calibrate(logits));
writeFileSync(MODEL, formatArtefact(training.artefact));
writeFileSync(CARD, writeModelCard(corpus, rows, generated, training, TRAINING_SEED));
say(`${training.artefact.count} features from ${training.texts} texts; version ${training.artefact.version}`);
