import type { CharSet } from './char-set.ts';
import type { Gap } from './compile-expression.ts';
import type { Expression } from './matcher.ts';
import { type Matches, NO_MATCHES } from './matches.ts';

/** Chains the matches of an expression's parts over its gaps, left to right, in time linear in their number and the gaps' length. */
export function joinParts(
  expression: Expression,
  text: string,
  matchesOf: (part: number) => Matches,
  isWeak: (part: number) => boolean,
): Matches {
  // A weak part costs a search of the whole text: only once all others are there.
  for (const part of expression.parts)
    if (!isWeak(part) && matchesOf(part).starts.length === 0) return NO_MATCHES;
  const [first, ...rest] = expression.parts;
  if (first === undefined) return NO_MATCHES;
  let reached = matchesOf(first);
  for (let index = 0; index < rest.length; index++) {
    if (reached.starts.length === 0) return NO_MATCHES;
    const gap = expression.gaps[index];
    reached = gap ? chain(reached, matchesOf(rest[index] ?? -1), gap, text) : NO_MATCHES;
  }
  return reached;
}

/** For each right match, the left match that ends closest before it, if the gap between them is allowed. */
function chain(left: Matches, right: Matches, gap: Gap, text: string): Matches {
  const order = sortedByEnd(left);
  const starts: number[] = [];
  const ends: number[] = [];
  let next = 0;
  let bestEnd = -1;
  let bestStart = -1;
  for (let index = 0; index < right.starts.length; index++) {
    const start = right.starts[index] ?? 0;
    for (; next < order.length; next++) {
      const candidate = order[next] ?? 0;
      const end = left.ends[candidate] ?? 0;
      if (end > start - gap.min) break;
      bestEnd = end;
      bestStart = left.starts[candidate] ?? 0;
    }
    if (
      bestEnd < 0 ||
      bestEnd < start - gap.max ||
      (gap.allowed && !isAllowed(gap.allowed, text, bestEnd, start))
    )
      continue;
    starts.push(bestStart);
    ends.push(right.ends[index] ?? 0);
  }
  return { starts, ends };
}

function isAllowed(allowed: CharSet, text: string, from: number, to: number): boolean {
  for (let index = from; index < to; index++) {
    const unit = text.charCodeAt(index);
    if (!allowed.some(([low, high]) => unit >= low && unit <= high)) return false;
  }
  return true;
}

function sortedByEnd(matches: Matches): number[] {
  const order = [...matches.ends.keys()];
  for (let index = 1; index < matches.ends.length; index++) {
    if ((matches.ends[index] ?? 0) < (matches.ends[index - 1] ?? 0)) {
      return order.sort((a, b) => (matches.ends[a] ?? 0) - (matches.ends[b] ?? 0));
    }
  }
  return order;
}
