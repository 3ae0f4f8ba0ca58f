import { type Hit, HitList } from './hit-list.ts';
import { matchRange } from './match/match-range.ts';
import type { Matcher } from './match/matcher.ts';
import type { CompiledRule } from './match/plan.ts';
import type { OnMatch, Triggers } from './match/subject.ts';
import { PemEnds } from './validate/extend-span.ts';
import { passesValidators } from './validate/validators.ts';
import { normalise } from './views/normalise.ts';
import { type DecodeBudget, decodeViews, MAX_DEPTH, openBudget, triggerViews } from './views/open-views.ts';
import { rawView, toRawSpan, type View } from './views/view.ts';

export type { Hit };

interface Match {
  readonly rule: CompiledRule;
  readonly start: number;
  readonly end: number;
  readonly last: number;
  readonly part: number;
}

/** Calls `onMatch` for every match in the view. */
export type Search = (matcher: Matcher, view: View, onMatch: OnMatch) => Triggers;

/** A chunk's literals and matches fit the processor's cache. */
const CHUNK = 65_536;

/** Every match of every rule in every reading of the text: each stretch of text once per rule, plainest reading first. */
export function findHits(text: string, matcher: Matcher, search: Search = searchChunks): Hit[] {
  const hits = new HitList();
  const raw = rawView(text);
  const budget = openBudget(text.length);
  searchView(raw, matcher, budget, 0, hits, search);
  const plain = raw.nonAscii ? normalise(raw) : undefined;
  if (plain) searchView(plain, matcher, budget, 0, hits, search);
  return hits.list;
}

function searchView(
  view: View,
  matcher: Matcher,
  budget: DecodeBudget,
  depth: number,
  hits: HitList,
  search: Search,
): void {
  const matches: Match[] = [];
  const triggers = search(matcher, view, (rule, start, end, last, part) => {
    matches.push({ rule, start, end, last, part });
  });
  // By rule and place, so that what overlaps is merged in one order, whichever expression came first.
  matches.sort((a, b) => a.rule.index - b.rule.index || a.start - b.start || b.end - a.end);
  addHits(matcher, view, matches, hits);
  if (depth >= MAX_DEPTH) return;
  const { views: children, hidden } = decodeViews(view, budget);
  // What markup hides is found in the open text as well: it is named by how it was hidden.
  if (view.name === 'raw' && hidden.length > 0) hits.rename(hidden, 'hidden');
  if (!view.name.includes('rot13') && !view.name.includes('reversed')) {
    children.push(
      ...triggerViews(view, triggers.rot13, 'rot13', budget),
      ...triggerViews(view, triggers.reversed, 'reversed', budget),
    );
  }
  for (const child of children) searchView(child, matcher, budget, depth + 1, hits, search);
}

/** Chunk by chunk, each with what the farthest-reaching rule needs before and after it, so that chunks change nothing. */
export function searchChunks(matcher: Matcher, view: View, onMatch: OnMatch): Triggers {
  const rot13: number[] = [];
  const reversed: number[] = [];
  const { length } = view.text;
  for (let from = 0; from < length; ) {
    // A last chunk may be half as long again: cheaper than its surroundings twice.
    const end = length - from <= CHUNK * 1.5 ? length : from + CHUNK;
    const start = from;
    const triggers = matchRange(
      matcher,
      view,
      Math.max(0, from - matcher.reachBefore),
      Math.min(length, end + matcher.reachAfter),
      (rule, first, close, last, part) => {
        if (first >= start && first < end) onMatch(rule, first, close, last, part);
      },
    );
    for (const place of triggers.rot13) if (place >= from && place < end) rot13.push(place);
    for (const place of triggers.reversed) if (place >= from && place < end) reversed.push(place);
    from = end;
  }
  return { rot13, reversed };
}

/** Matches in order; those of one rule that overlap are one hit, which the first of them has proved valid. */
function addHits(matcher: Matcher, view: View, matches: readonly Match[], hits: HitList): void {
  const pemEnds = new PemEnds(view.text);
  let proven: { rule: CompiledRule; end: number } | undefined;
  let judged: { rule: CompiledRule; value: string; after: string; isValid: boolean } | undefined;
  for (const match of matches) {
    const { rule, part } = match;
    let { start: from, end: to } = match;
    const lastPart = matcher.parts[part];
    if (lastPart?.hasValue) {
      const value = matcher.guards.valueAt(part, lastPart.exact ? view.text : view.lower, match.last);
      from = value?.start ?? from;
      to = value?.end ?? to;
    }
    const isProven = proven?.rule === rule && from < proven.end;
    if (isProven && to <= (proven?.end ?? 0)) continue;
    if (!isProven && rule.validators.length > 0) {
      const value = view.text.slice(from, to);
      // The same value again, as in a text that repeats: judged once.
      const after = view.text.slice(to, to + VALIDATOR_CONTEXT);
      const isValid =
        judged?.rule === rule && judged.value === value && judged.after === after && !readsBefore(rule)
          ? judged.isValid
          : passesValidators(rule.validators, value, view.text, from, to);
      judged = { rule, value, after, isValid };
      if (!isValid) continue;
    }
    if (rule.extend) to = pemEnds.endOf(to);
    proven = { rule, end: to };
    hits.add({ rule, view: view.name, ...toRawSpan(view, from, to) });
  }
}

/** Text after a value that validators look at. */
const VALIDATOR_CONTEXT = 20;

/** Whether a validator of the rule looks at what stands before the value. */
function readsBefore(rule: CompiledRule): boolean {
  return rule.validators.includes('not_turned');
}
