import { buildModel, type LinearModel } from './linear-model.ts';
import artefact from './model.json' with { type: 'json' };

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
    hashes[index] = last;
    weights[index] = bytes.readInt8(at++);
  }
  return buildModel(artefact.version, artefact.bias, artefact.scale, artefact.calibration, hashes, weights);
}

function builtinArtefact(): ModelArtefact {
  // Safe: `train.ts` wrote the file from a `ModelArtefact`, and a test opens it.
  return artefact as unknown as ModelArtefact;
}

let builtin: LinearModel | undefined;

/** The model that ships, opened at the first call. */
export function builtinModel(): LinearModel {
  builtin ??= openModel(builtinArtefact());
  return builtin;
}

/** The version of the model that ships, without opening it. */
export function builtinModelVersion(): string {
  return builtinArtefact().version;
}
