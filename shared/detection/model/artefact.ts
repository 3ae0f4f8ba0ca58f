import { readBeside } from '../read-beside.ts';
import { buildModel, type LinearModel } from './linear-model.ts';

/** What `model.json` holds: hashes in rising order as differences, seven bits a byte, each followed by its signed byte of weight. */
export interface ModelArtefact {
  readonly version: string;
  readonly bias: number;
  readonly scale: number;
  /** Log-odds to evidence weight, in rising order; straight lines between. */
  readonly calibration: readonly (readonly [number, number])[];
  readonly count: number;
  /** Base64. */
  readonly features: string;
}

export function packFeatures(hashes: Int32Array, weights: Int8Array): string {
  const order = Array.from(hashes.keys()).sort((a, b) => (hashes[a] ?? 0) - (hashes[b] ?? 0));
  const bytes: number[] = [];
  let last = -0x80000000;
  for (const index of order) {
    const hash = hashes[index] ?? 0;
    let rest = hash - last;
    last = hash;
    while (rest > 0x7f) {
      bytes.push((rest & 0x7f) | 0x80);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest, (weights[index] ?? 0) & 0xff);
  }
  return Buffer.from(bytes).toString('base64');
}

export function openModel(artefact: ModelArtefact): LinearModel {
  const bytes = Buffer.from(artefact.features, 'base64');
  const hashes = new Int32Array(artefact.count);
  const weights = new Int8Array(artefact.count);
  let count = 0;
  let at = 0;
  let last = -0x80000000;
  for (let index = 0; index < artefact.count; index++) {
    let place = 1;
    let byte = bytes[at++] ?? 0;
    let difference = byte & 0x7f;
    while (byte > 0x7f) {
      place *= 128;
      byte = bytes[at++] ?? 0;
      difference += (byte & 0x7f) * place;
    }
    last += difference;
    const weight = bytes.readInt8(at++);
    // Rounded to nothing: as good as unknown.
    if (weight === 0) continue;
    hashes[count] = last;
    weights[count++] = weight;
  }
  const { version, bias, scale, calibration } = artefact;
  return buildModel(version, bias, scale, calibration, hashes.subarray(0, count), weights.subarray(0, count));
}

function readBuiltin(): ModelArtefact {
  // Safe: `train.ts` wrote the file from a `ModelArtefact`, and a test opens it.
  return readBeside(import.meta.url, 'model.json') as ModelArtefact;
}

let builtin: LinearModel | undefined;

/** The model that ships, opened at the first call. */
export function builtinModel(): LinearModel {
  builtin ??= openModel(readBuiltin());
  return builtin;
}

let version: string | undefined;

/** The version of the model that ships, without opening it. */
export function builtinModelVersion(): string {
  version ??= builtin?.version ?? readBuiltin().version;
  return version;
}
