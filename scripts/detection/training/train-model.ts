import { createHash } from 'node:crypto';
import { type ModelArtefact, packFeatures } from '@clawnex/shared/detection/model/artefact.ts';
import type { Row } from '../corpus/read-corpus.ts';
import type { GeneratedText } from '../generate/generate.ts';
import { countFeatures } from './count-features.ts';
import { FIT_OPTIONS, type FitOptions, fit } from './fit.ts';
import { quantise } from './quantise.ts';
import { readTexts } from './read-texts.ts';
import { selectFeatures } from './select-features.ts';
import { buildTrainingTexts } from './training-texts.ts';

/** What the artefact's size allows: about five bytes each in base64. */
export const FEATURES_MAX = 65_536;

export interface Training {
  readonly artefact: ModelArtefact;
  readonly texts: number;
  readonly attacks: number;
  /** Largest difference a weight took from rounding, in log-odds. */
  readonly rounding: number;
}

/** Trains on the rows and the generated texts. The same input gives the same artefact, byte for byte. */
export function trainModel(
  rows: readonly Row[],
  generated: readonly GeneratedText[],
  seed: number,
  calibration: ModelArtefact['calibration'],
  options: Omit<FitOptions, 'seed'> = FIT_OPTIONS,
  featuresMax = FEATURES_MAX,
): Training {
  const texts = buildTrainingTexts(rows, generated, seed);
  const hashes = selectFeatures(countFeatures(texts), featuresMax);
  const { weights, bias } = fit(readTexts(texts, hashes), hashes.length, { ...options, seed });
  const { bytes, scale, rounding } = quantise(weights);
  const features = packFeatures(hashes, bytes);
  const body = { bias, scale, calibration, count: hashes.length, features };
  const version = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16);
  return {
    artefact: { version, ...body },
    texts: texts.length,
    attacks: texts.filter(({ attack }) => attack).length,
    rounding,
  };
}
