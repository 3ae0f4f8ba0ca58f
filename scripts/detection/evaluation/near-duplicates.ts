import type { Row } from '../corpus/read-corpus.ts';

/** Words in a row that two texts must share to count as alike there. */
const SHINGLE = 8;
/** Share of a row's shingles found in what is measured from which it is a copy. */
const ALIKE = 0.25;

/** The rows that are no copies, whole or in part, of what is measured under the label; rows under another label stay. */
export function dropLikeRows(rows: readonly Row[], measured: readonly Row[], label: Row['label']): Row[] {
  const known = new Set<number>();
  for (const row of measured) if (row.label === label) for (const hash of shingle(row.text)) known.add(hash);
  return rows.filter((row) => {
    if (row.label !== label) return true;
    const hashes = shingle(row.text);
    return hashes.filter((hash) => known.has(hash)).length <= hashes.length * ALIKE;
  });
}

function shingle(text: string): number[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{1,40}/gu) ?? [];
  const hashes: number[] = [];
  const last = Math.max(1, words.length - SHINGLE + 1);
  for (let start = 0; start < last; start++) {
    let hash = 0x811c9dc5;
    for (const word of words.slice(start, start + SHINGLE))
      for (let at = 0; at <= word.length; at++)
        hash = Math.imul(hash ^ (at < word.length ? word.charCodeAt(at) : 32), 0x01000193);
    hashes.push(hash);
  }
  return hashes;
}
