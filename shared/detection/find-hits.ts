import { MAX_MATCH_LENGTH } from './match/compile-expression.ts';
import type { CompiledRule } from './match/compile-rule.ts';
import { type MatchOptions, matchRange, type Triggers, type WorkCount } from './match/match-range.ts';
import type { Matcher } from './match/matcher.ts';
import { endOfPem } from './validate/extend-span.ts';
import { passesValidators } from './validate/validators.ts';
import { normalise } from './views/normalise.ts';
import { type DecodeBudget, decodeViews, MAX_DEPTH, openBudget, triggerViews } from './views/open-views.ts';
import { rawView, toRawSpan, type View } from './views/view.ts';

/** One rule's match, in raw offsets. */
export interface Hit {
  readonly rule: CompiledRule;
  readonly view: string;
  readonly start: number;
  readonly end: number;
}

/** A chunk's literals and matches fit the processor's cache, and co-occurrence stays local in a big text. */
const CHUNK = 65_536;
/** Longest match plus the farthest `near`. */
const OVERLAP = MAX_MATCH_LENGTH + 1_000;

/** Every match of every rule in every reading of the text: each stretch of text once per rule, plainest reading first. */
export function findHits(text: string, matcher: Matcher, options?: MatchOptions, work?: WorkCount): Hit[] {
  const hits = new HitList();
  const raw = rawView(text);
  const budget = openBudget(text.length);
  searchView(raw, matcher, budget, 0, hits, options, work);
  const plain = /[\u0080-\uffff]/.test(text) ? normalise(raw) : undefined;
  if (plain) searchView(plain, matcher, budget, 0, hits, options, work);
  return hits.list;
}

function searchView(
  view: View,
  matcher: Matcher,
  budget: DecodeBudget,
  depth: number,
  hits: HitList,
  options?: MatchOptions,
  work?: WorkCount,
): void {
  const rot13: number[] = [];
  const reversed: number[] = [];
  for (let from = 0; from < view.text.length; from += CHUNK) {
    const to = Math.min(view.text.length, from + CHUNK + OVERLAP);
    const triggers: Triggers = matchRange(
      matcher,
      view,
      from,
      to,
      (rule, start, end, value) => addHit(view, rule, start, end, value, hits),
      options,
      work,
    );
    for (const place of triggers.rot13) if (place < from + CHUNK) rot13.push(place);
    for (const place of triggers.reversed) if (place < from + CHUNK) reversed.push(place);
    if (to === view.text.length) break;
  }
  if (depth >= MAX_DEPTH) return;
  const children = decodeViews(view, budget);
  if (!view.name.includes('rot13') && !view.name.includes('reversed')) {
    children.push(
      ...triggerViews(view, rot13, 'rot13', budget),
      ...triggerViews(view, reversed, 'reversed', budget),
    );
  }
  for (const child of children) searchView(child, matcher, budget, depth + 1, hits, options, work);
}

function addHit(
  view: View,
  rule: CompiledRule,
  start: number,
  end: number,
  value: RegExp | undefined,
  hits: HitList,
): void {
  let from = start;
  let to = end;
  if (value) {
    const found = lastValue(view, rule, value, start, end);
    from = found.start;
    to = found.end;
  }
  if (rule.extend) {
    if (hits.isCovered(rule, view, from)) return;
    to = endOfPem(view.text, to);
  }
  const matched = view.text.slice(from, to);
  if (!passesValidators(rule.validators, matched, view.text, from, to)) return;
  const span = toRawSpan(view, from, to);
  hits.add({ rule, view: view.name, ...span }, to);
}

/** The value's place: it stands at the end of the last part, which is matched again from where that part can start. */
function lastValue(
  view: View,
  rule: CompiledRule,
  value: RegExp,
  start: number,
  end: number,
): { start: number; end: number } {
  const text = rule.exact ? view.text : view.lower;
  for (let at = start; at < end; at++) {
    value.lastIndex = at;
    const match = value.exec(text);
    if (!match || value.lastIndex !== end || match[1] === undefined) continue;
    const offset = match[0].lastIndexOf(match[1]);
    return { start: at + offset, end: at + offset + match[1].length };
  }
  return { start, end };
}

/** Hits without repeats: a stretch already found by the same rule is not found again in a less plain reading. */
class HitList {
  readonly list: Hit[] = [];
  private readonly byRule = new Map<
    CompiledRule,
    { start: number; end: number; place: number; view: string; viewEnd: number }[]
  >();
  private readonly seen = new Set<string>();

  /** Whether the rule's last hit in the view reaches past the place: extended spans are not worked out twice. */
  isCovered(rule: CompiledRule, view: View, place: number): boolean {
    const last = this.byRule.get(rule)?.at(-1);
    return last !== undefined && last.view === view.name && last.viewEnd > place;
  }

  add(hit: Hit, viewEnd: number): void {
    const key = `${hit.rule.index} ${hit.start}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const spans = this.byRule.get(hit.rule) ?? [];
    if (spans.length === 0) this.byRule.set(hit.rule, spans);
    // Matches come sorted inside a chunk, so an overlap is with one of the last few.
    for (let index = spans.length - 1; index >= 0 && index >= spans.length - 8; index--) {
      const known = spans[index];
      if (!known || hit.start >= known.end || hit.end <= known.start) continue;
      if (known.view === hit.view) {
        known.start = Math.min(known.start, hit.start);
        known.end = Math.max(known.end, hit.end);
        this.list[known.place] = { ...hit, start: known.start, end: known.end };
      }
      return;
    }
    spans.push({ start: hit.start, end: hit.end, place: this.list.length, view: hit.view, viewEnd });
    this.list.push(hit);
  }
}
