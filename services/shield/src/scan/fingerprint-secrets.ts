import { createHmac } from 'node:crypto';
import type { Detection } from '@clawnex/proto/scan.ts';
import type { Scanned } from './scanned.ts';

/** 64 bits: two secrets of one fleet do not meet by chance, and the secret cannot be tried out without the key. */
const HEX_DIGITS = 16;
/** Quotes and separators that a rule's hit may take with it: the same key has the same print wherever it stands. */
const EDGES = /^[\s"'`=:,;<>()[\]{}]{1,16}|[\s"'`=:,;<>()[\]{}]{1,16}$/g;

/** Adds to each secret that was found which one it is. */
export type Fingerprint = (text: string, scanned: Scanned) => Scanned;

/** Prints are made with a key of this installation: equal for the same secret, worthless to anyone else. */
export function fingerprintWith(key: string): Fingerprint {
  const print = (value: string) =>
    createHmac('sha256', key).update(value.replaceAll(EDGES, '')).digest('hex').slice(0, HEX_DIGITS);
  const add = (text: string, detection: Detection): Detection => {
    // In a decoded reading the span covers the encoded text, which says nothing of the secret itself.
    if (detection.category !== 'secret' || (detection.view !== 'raw' && detection.view !== 'normalised'))
      return detection;
    const prints = detection.spans.map(({ start, end }) => print(text.slice(start, end)));
    return { ...detection, fingerprints: [...new Set(prints)] };
  };
  return (text, scanned) => {
    const { result } = scanned;
    if (!result.detections.some(({ category }) => category === 'secret')) return scanned;
    return { ...scanned, result: { ...result, detections: result.detections.map((one) => add(text, one)) } };
  };
}
