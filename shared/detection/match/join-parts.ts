import type { CharSet } from './char-set.ts';
import { type Matches, NO_MATCHES } from './matches.ts';
import type { Gap } from './plan.ts';

/** Chains the matches of an expression's parts over its gaps, left to right, in time linear in their number and the gaps' length. */
export function joinParts(found: readonly Matches[], gaps: readonly Gap[], lower: string): Matches {
  let reached = found[0] ?? NO_MATCHES;
  for (let place = 1; place < found.length; place++) {
    if (reached.starts.length === 0) return NO_MATCHES;
    const gap = gaps[place - 1];
    reached = gap ? chain(reached, found[place] ?? NO_MATCHES, gap, lower) : NO_MATCHES;
  }
  return reached;
}

/** For each right match, the left match that ends closest before it, if the gap between them is allowed. */
function chain(left: Matches, right: Matches, gap: Gap, lower: string): Matches {
  const order = sortedByEnd(left);
  const starts: number[] = [];
  const ends: number[] = [];
  const lasts: number[] = [];
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
      (gap.allowed && !isAllowed(gap.allowed, lower, bestEnd, start))
    )
      continue;
    starts.push(bestStart);
    ends.push(right.ends[index] ?? 0);
    lasts.push(start);
  }
  return { starts, ends, lasts };
}

function isAllowed(allowed: CharSet, lower: string, from: number, to: number): boolean {
  for (let index = from; index < to; index++) {
    const unit = lower.charCodeAt(index);
    if (!allowed.some(([low, high]) => unit >= low && unit <= high)) return false;
  }
  return true;
}

/** By end, then by start, so that the result does not depend on what lies further off. */
function sortedByEnd(matches: Matches): number[] {
  const order = [...matches.ends.keys()];
  for (let index = 1; index < matches.ends.length; index++)
    if ((matches.ends[index] ?? 0) < (matches.ends[index - 1] ?? 0))
      return order.sort((a, b) => (matches.ends[a] ?? 0) - (matches.ends[b] ?? 0) || a - b);
  return order;
}
