import { joinParts } from './join-parts.ts';
import type { Matcher } from './matcher.ts';
import { type Matches, NO_MATCHES } from './matches.ts';
import type { PassHits } from './pass-hits.ts';
import type { Part } from './plan.ts';
import type { Runnable } from './runnable.ts';
import type { MatchText } from './subject.ts';

/**
 * Every match of the expression in [from, to): first the key part, only where the literals of the other parts stand within
 * reach; then the other parts, only within reach of the key part's matches.
 */
export function runExpression(
  runnable: Runnable,
  matcher: Matcher,
  pass: PassHits,
  subject: MatchText,
  from: number,
  to: number,
): Matches {
  const { expression, reach } = runnable;
  const { key } = expression;
  const number = expression.parts[key] ?? 0;
  const places = runnable.anchored.length > 0 ? placesInReach(runnable, pass) : pass.placesOf(number);
  if (places.length === 0) return NO_MATCHES;
  const keys = tryPlaces(matcher, number, places, subject, from, to);
  if (expression.parts.length === 1 || keys.starts.length === 0) return keys;
  const all: Matches = { starts: [], ends: [], lasts: [] };
  // Key matches whose surroundings overlap are joined together; others have nothing to do with each other.
  for (let index = 0; index < keys.starts.length; ) {
    const group: Matches = { starts: [], ends: [], lasts: [] };
    let border = -1;
    for (; index < keys.starts.length; index++) {
      const start = keys.starts[index] ?? 0;
      const end = keys.ends[index] ?? 0;
      if (border >= 0 && start - reach.before > border) break;
      border = Math.max(border, end + reach.after);
      group.starts.push(start);
      group.ends.push(end);
      group.lasts.push(start);
    }
    const found = joinGroup(runnable, group, matcher, pass, subject, from, to);
    for (let at = 0; at < found.starts.length; at++) {
      all.starts.push(found.starts[at] ?? 0);
      all.ends.push(found.ends[at] ?? 0);
      all.lasts.push(found.lasts[at] ?? 0);
    }
  }
  return all;
}

function joinGroup(
  runnable: Runnable,
  group: Matches,
  matcher: Matcher,
  pass: PassHits,
  subject: MatchText,
  from: number,
  to: number,
): Matches {
  const { expression, reach } = runnable;
  const { key } = expression;
  const found: Matches[] = new Array<Matches>(expression.parts.length).fill(NO_MATCHES);
  found[key] = group;
  const firstStart = group.starts[0] ?? 0;
  const lastStart = group.starts.at(-1) ?? 0;
  let firstEnd = group.ends[0] ?? 0;
  let lastEnd = firstEnd;
  for (const end of group.ends) {
    firstEnd = Math.min(firstEnd, end);
    lastEnd = Math.max(lastEnd, end);
  }
  for (const place of [...runnable.anchored, ...runnable.weak]) {
    const number = expression.parts[place] ?? 0;
    const [min, max] = reach.start[place] ?? [0, 0];
    const low = Math.max(from, (place > key ? firstEnd : firstStart) + min);
    const high = Math.min(to, (place > key ? lastEnd : lastStart) + max + 1);
    const matches =
      matcher.parts[number]?.literals.length === 0
        ? tryStretch(matcher, number, subject, low, high)
        : tryPlaces(matcher, number, pass.placesOf(number), subject, low, high);
    if (matches.starts.length === 0) return NO_MATCHES;
    found[place] = matches;
  }
  return joinParts(found, expression.gaps, subject.lower);
}

/** The key part's literals that have a literal of every other part within reach. */
function placesInReach(runnable: Runnable, pass: PassHits): readonly number[] {
  const { expression, reach } = runnable;
  const { key } = expression;
  let places = pass.placesOf(expression.parts[key] ?? 0);
  for (const place of runnable.anchored) {
    const others = pass.placesOf(expression.parts[place] ?? 0);
    const [min, max] = reach.literal[place] ?? [0, 0];
    const kept: number[] = [];
    let next = 0;
    for (const own of places) {
      while (next < others.length && (others[next] ?? 0) < own + min) next++;
      if (next === others.length) break;
      if ((others[next] ?? 0) <= own + max) kept.push(own);
    }
    places = kept;
    if (places.length === 0) break;
  }
  return places;
}

/** Tries the part where its literals let it start, from `low` to before `high`; each start once. */
function tryPlaces(
  matcher: Matcher,
  number: number,
  places: readonly number[],
  subject: MatchText,
  low: number,
  high: number,
): Matches {
  const part = matcher.parts[number];
  const starts: number[] = [];
  const ends: number[] = [];
  if (!part) return NO_MATCHES;
  const text = part.exact ? subject.text : subject.lower;
  let next = low;
  for (let at = firstFrom(places, low + part.minBefore); at < places.length; at++) {
    const place = places[at] ?? 0;
    const last = Math.min(place - part.minBefore, high - 1);
    for (let start = Math.max(next, place - part.maxBefore); start <= last; start++) {
      const end = matcher.guards.tryAt(number, text, start);
      if (end < 0 || !holdsRequired(part, subject.lower, start, end)) continue;
      starts.push(start);
      ends.push(end);
    }
    next = Math.max(next, last + 1);
    if (next >= high) break;
  }
  return { starts, ends, lasts: starts };
}

/** Tries the part at every place from `low` to before `high`. */
export function tryStretch(
  matcher: Matcher,
  number: number,
  subject: MatchText,
  low: number,
  high: number,
): Matches {
  const part = matcher.parts[number];
  const starts: number[] = [];
  const ends: number[] = [];
  if (!part) return NO_MATCHES;
  const text = part.exact ? subject.text : subject.lower;
  for (let start = low; start < high; start++) {
    const end = matcher.guards.tryAt(number, text, start);
    if (end < 0 || !holdsRequired(part, subject.lower, start, end)) continue;
    starts.push(start);
    ends.push(end);
  }
  return { starts, ends, lasts: starts };
}

export function holdsRequired(part: Part, lower: string, start: number, end: number): boolean {
  if (!part.required) return true;
  const matched = lower.slice(start, end);
  return part.required.some((literal) => matched.includes(literal));
}

/** Index of the first place that is at least `value`. */
function firstFrom(places: readonly number[], value: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
