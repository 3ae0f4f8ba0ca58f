import type { RootFolder } from './root-folder.ts';

/** Names that one `*` may stand for. */
const NAMES_MAX = 2_000;
/** Paths that one pattern may give, also half-way. */
const PATHS_MAX = 4_000;

export interface Expansion {
  readonly paths: readonly string[];
  /** Why some of it may be missing. What does not exist is no gap. */
  readonly gaps: readonly string[];
}

/** The existing paths that a pattern stands for; `*` matches any characters inside one part. */
export async function expand(folder: RootFolder, pattern: string): Promise<Expansion> {
  const gaps: string[] = [];
  let paths = [''];
  for (const part of pattern.split('/').slice(1)) {
    const next: string[] = [];
    for (const path of paths) {
      if (next.length >= PATHS_MAX) {
        gaps.push(`${folder.show(pattern)} stands for more than ${PATHS_MAX} paths; the rest was not read.`);
        break;
      }
      if (!part.includes('*')) {
        const info = await folder.stat(`${path}/${part}`);
        if (info.ok) next.push(`${path}/${part}`);
        else if (info.code !== 'missing') gaps.push(info.message);
        continue;
      }
      const listing = await folder.list(path || '/', NAMES_MAX);
      if (!listing.ok) {
        if (listing.code !== 'missing' && listing.code !== 'wrong_kind') gaps.push(listing.message);
        continue;
      }
      if (listing.value.truncated) gaps.push(`${folder.show(path)} holds more than ${NAMES_MAX} entries.`);
      for (const name of listing.value.names) if (matches(name, part)) next.push(`${path}/${name}`);
    }
    paths = next.slice(0, PATHS_MAX);
  }
  return { paths, gaps: [...new Set(gaps)] };
}

/** Leftmost matching of the pieces between the stars: linear in the name for each piece. */
function matches(name: string, pattern: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  const last = pieces.at(-1) ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found === -1 || found + piece.length > name.length - last.length) return false;
    at = found + piece.length;
  }
  return true;
}
