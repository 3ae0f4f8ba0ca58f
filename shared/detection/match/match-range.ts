import { collectLiterals, type LiteralHits } from './collect-literals.ts';
import { MAX_MATCH_LENGTH } from './compile-expression.ts';
import type { CompiledRule } from './compile-rule.ts';
import { joinParts } from './join-parts.ts';
import type { Expression, Matcher, SharedPart } from './matcher.ts';
import { type Matches, NO_MATCHES } from './matches.ts';

/** The two spellings of one text, of equal length. */
export interface MatchText {
  readonly text: string;
  readonly lower: string;
}

export interface MatchOptions {
  /** `false` tries every part at every place: the reference that the literal pass must equal. */
  readonly prefilter: boolean;
}

export type OnMatch = (rule: CompiledRule, start: number, end: number, value: RegExp | undefined) => void;

/** Attempts of a RegExp at one place, as a measure of work that no clock disturbs. */
export interface WorkCount {
  attempts: number;
}

/** Places that ask for another reading of the text around them. */
export interface Triggers {
  readonly rot13: readonly number[];
  readonly reversed: readonly number[];
}

const NO_TRIGGERS: Triggers = { rot13: [], reversed: [] };

/** Calls `onMatch` for every match of every rule that starts in [from, to). */
export function matchRange(
  matcher: Matcher,
  subject: MatchText,
  from: number,
  to: number,
  onMatch: OnMatch,
  options: MatchOptions = { prefilter: true },
  work: WorkCount = { attempts: 0 },
): Triggers {
  const hits = options.prefilter ? collectLiterals(matcher, subject.text, from, to) : undefined;
  const known = new Map<number, Matches>();
  const matchesOf = (number: number): Matches => {
    let matches = known.get(number);
    if (!matches) {
      const part = matcher.parts[number];
      matches = part ? findPart(part, number, subject, from, to, hits, work) : NO_MATCHES;
      known.set(number, matches);
    }
    return matches;
  };
  const isWeak = (number: number): boolean => matcher.parts[number]?.anchor === undefined;
  const join = (expression: Expression): Matches => joinParts(expression, subject.lower, matchesOf, isWeak);
  for (const ruleNumber of candidateRules(matcher, hits)) {
    const entry = matcher.rules[ruleNumber];
    if (!entry) continue;
    for (const number of entry.expressions) {
      const expression = matcher.expressions[number];
      if (!expression || (hits && !allPartsSeen(matcher, expression.parts, hits))) continue;
      const found = join(expression);
      if (found.starts.length === 0) continue;
      const near = entry.near ? joinNear(entry.near, matcher, hits, join) : undefined;
      if (entry.near && near && near.starts.length === 0) break;
      const last = matcher.parts[expression.parts.at(-1) ?? -1];
      const value = last?.hasValue ? last.regexp : undefined;
      for (let index = 0; index < found.starts.length; index++) {
        const start = found.starts[index] ?? 0;
        const end = found.ends[index] ?? 0;
        if (near && !isNear(near, start, end, entry.rule.near?.within ?? 0)) continue;
        onMatch(entry.rule, start, end, value);
      }
    }
  }
  if (!hits) return NO_TRIGGERS;
  return { rot13: hits.placesOf(matcher.triggers.rot13), reversed: hits.placesOf(matcher.triggers.reversed) };
}

function candidateRules(matcher: Matcher, hits: LiteralHits | undefined): Iterable<number> {
  if (!hits) return matcher.rules.keys();
  const rules = new Set(matcher.shapeRules);
  for (const part of hits.seenParts) for (const rule of matcher.rulesOfPart[part] ?? []) rules.add(rule);
  return rules;
}

function allPartsSeen(matcher: Matcher, parts: readonly number[], hits: LiteralHits): boolean {
  return parts.every((number) => hits.isPartSeen(number) || matcher.parts[number]?.anchor === undefined);
}

function findPart(
  part: SharedPart,
  number: number,
  subject: MatchText,
  from: number,
  to: number,
  hits: LiteralHits | undefined,
  work: WorkCount,
): Matches {
  const text = part.exact ? subject.text : subject.lower;
  if (!part.anchor || !hits) return searchEverywhere(part, text, subject.lower, from, to, work);
  const starts: number[] = [];
  const ends: number[] = [];
  const { minBefore, maxBefore } = part.anchor;
  const { regexp } = part;
  let tried = from - 1;
  for (const place of hits.placesOf(number)) {
    const last = place - minBefore;
    for (let start = Math.max(tried + 1, place - maxBefore); start <= last; start++) {
      tried = start;
      work.attempts++;
      regexp.lastIndex = start;
      if (regexp.test(text) && holdsRequired(part, subject.lower, start, regexp.lastIndex)) {
        starts.push(start);
        ends.push(regexp.lastIndex);
      }
    }
  }
  return { starts, ends };
}

function searchEverywhere(
  part: SharedPart,
  text: string,
  lower: string,
  from: number,
  to: number,
  work: WorkCount,
): Matches {
  const starts: number[] = [];
  const ends: number[] = [];
  if (part.beyondAscii && !BEYOND_ASCII.test(text)) return NO_MATCHES;
  // The same expression, but searching: far quicker than an attempt at each place. On a slice with one character before it
  // (for edges and looks back), because a search that finds nothing would otherwise run on to the end of a long text.
  const search = searchForm(part.regexp);
  const offset = Math.max(0, from - 1);
  const stretch = text.slice(offset, to + MAX_MATCH_LENGTH + 1);
  search.lastIndex = from - offset;
  work.attempts += to - from;
  for (let match = search.exec(stretch); match && match.index + offset < to; match = search.exec(stretch)) {
    const start = match.index + offset;
    const end = search.lastIndex + offset;
    if (holdsRequired(part, lower, start, end)) {
      starts.push(start);
      ends.push(end);
    }
    search.lastIndex = match.index + 1;
  }
  return { starts, ends };
}

const BEYOND_ASCII = /[\u0080-\uffff]/;

const searchForms = new WeakMap<RegExp, RegExp>();

function searchForm(regexp: RegExp): RegExp {
  let form = searchForms.get(regexp);
  if (!form) {
    form = new RegExp(regexp.source, 'gm');
    searchForms.set(regexp, form);
  }
  return form;
}

function holdsRequired(part: SharedPart, lower: string, start: number, end: number): boolean {
  if (!part.required) return true;
  const matched = lower.slice(start, end);
  return part.required.some((literal) => matched.includes(literal));
}

function joinNear(
  numbers: readonly number[],
  matcher: Matcher,
  hits: LiteralHits | undefined,
  join: (expression: Expression) => Matches,
): Matches {
  const pairs: [number, number][] = [];
  for (const number of numbers) {
    const expression = matcher.expressions[number];
    if (!expression || (hits && !allPartsSeen(matcher, expression.parts, hits))) continue;
    const found = join(expression);
    found.starts.forEach((start, index) => {
      pairs.push([start, found.ends[index] ?? start]);
    });
  }
  pairs.sort((a, b) => a[0] - b[0]);
  // Ends become a running maximum: enough to answer "is one close", and sorted for the search below.
  let reach = 0;
  return {
    starts: pairs.map(([start]) => start),
    ends: pairs.map(([, end]) => {
      reach = Math.max(reach, end);
      return reach;
    }),
  };
}

function isNear(near: Matches, start: number, end: number, within: number): boolean {
  let low = 0;
  let high = near.starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((near.starts[middle] ?? 0) <= end + within) low = middle + 1;
    else high = middle;
  }
  return low > 0 && (near.ends[low - 1] ?? 0) >= start - within;
}
