import type { Canary } from '@clawnex/proto/controls/canary.ts';
import type { Span } from '@clawnex/proto/scan.ts';
import { canaryMarker } from '@clawnex/shared/policy/canary-marker.ts';

/** As `canaryMarker` makes them. */
const MARKER = /cnx-[a-z2-7]{20}/gi;
/** Runs that may hold an encoded marker: 24 characters are 32 in base64 and 48 in hex. */
const ENCODED = /[A-Za-z0-9+/_-]{32,4096}={0,2}/g;
const HEX = /(?:[0-9a-f]{2}){24,2048}/gi;
/** What is written between the letters of a marker to hide it. */
const BETWEEN = /[\s\u200b-\u200f\u2060\ufeff*_.]+/g;

export interface FoundCanary {
  readonly canary: Canary;
  /** Where it stands as it is; absent where it was encoded or stretched. */
  readonly span?: Span;
}

/** Knows the markers of all canaries and finds them in texts, also stretched, turned round, or in base64 or hex. */
export class CanaryFinder {
  readonly #byMarker: ReadonlyMap<string, Canary>;

  constructor(canaries: readonly Canary[], key: string) {
    this.#byMarker = new Map(canaries.map((canary) => [canaryMarker(canary.id, key), canary]));
  }

  find(text: string): FoundCanary[] {
    if (this.#byMarker.size === 0) return [];
    const found = new Map<string, FoundCanary>();
    for (const match of text.matchAll(MARKER)) {
      const canary = this.#byMarker.get(match[0].toLowerCase());
      const span = { start: match.index, end: match.index + match[0].length };
      if (canary !== undefined && !found.has(canary.id)) found.set(canary.id, { canary, span });
    }
    for (const reading of readings(text)) {
      for (const [marker] of reading.matchAll(MARKER)) {
        const canary = this.#byMarker.get(marker.toLowerCase());
        if (canary !== undefined && !found.has(canary.id)) found.set(canary.id, { canary });
      }
    }
    return [...found.values()];
  }
}

function* readings(text: string): Generator<string> {
  yield text.replaceAll(BETWEEN, '');
  // Turned round, a marker ends in its prefix turned round.
  if (/-xnc/i.test(text)) yield Array.from(text).reverse().join('');
  for (const [run] of text.matchAll(ENCODED)) yield Buffer.from(run, 'base64').toString('latin1');
  for (const [run] of text.matchAll(HEX)) yield Buffer.from(run, 'hex').toString('latin1');
}
