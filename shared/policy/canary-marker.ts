import { createHmac } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LETTERS = 20;
const CANARY_PREFIX = 'cnx-';

/** The marker of a canary: made from its id and a key of this installation, so that no list of markers exists. */
export function canaryMarker(id: string, key: string): string {
  const bytes = createHmac('sha256', key).update(`canary ${id}`).digest();
  let text = CANARY_PREFIX;
  for (let index = 0; index < LETTERS; index++) text += ALPHABET[(bytes[index] ?? 0) % ALPHABET.length];
  return text;
}
