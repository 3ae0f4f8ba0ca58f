import { RecentMap } from '../recent-map.ts';
import type { HashedBlock, Scanned } from './scanned.ts';

/** Some 80,000 clean blocks: the live histories of a fleet. Blocks with detections weigh more, so floods of them stay bounded. */
const BYTES_MAX = 24 * 1024 ** 2;
/** Key, map slot and an empty result. */
const ENTRY_BYTES = 300;

/** Scans by hash and origin. One cache belongs to one ruleset: with new rules comes a new cache. */
export class VerdictCache {
  readonly #entries = new RecentMap<Scanned>(BYTES_MAX, weigh);

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#entries.weight;
  }

  get(key: string): Scanned | undefined {
    return this.#entries.get(key);
  }

  put(key: string, scanned: Scanned): void {
    this.#entries.set(key, scanned);
  }
}

export function cacheKey({ hash, origin, muted }: Pick<HashedBlock, 'hash' | 'origin' | 'muted'>): string {
  return muted === undefined ? `${hash}${origin}` : `${hash}${origin} ${muted.join()}`;
}

/** Bytes an entry holds, by its parts: cheap, the same for the same entry, and right within a factor of two. */
function weigh({ result, excerpts }: Scanned): number {
  let bytes = ENTRY_BYTES;
  for (const { spans, fingerprints } of result.detections)
    bytes += 200 + spans.length * 48 + (fingerprints?.length ?? 0) * 64;
  for (const entry of result.ledger) bytes += 100 + (entry.source.length + entry.reason.length) * 2;
  for (const excerpt of excerpts) bytes += 100 + excerpt.text.length * 2 + excerpt.highlights.length * 64;
  return bytes;
}
