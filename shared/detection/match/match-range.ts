import { findShapes } from './find-shapes.ts';
import { findLiterals } from './literal-hits.ts';
import type { Matcher } from './matcher.ts';
import type { Matches } from './matches.ts';
import { PassHits } from './pass-hits.ts';
import { runExpression, tryStretch } from './run-expression.ts';
import type { RuleRunner, Runnable } from './runnable.ts';
import type { MatchText, OnMatch, Triggers } from './subject.ts';

/** Calls `onMatch` for every match of every rule that lies in [from, to). */
export function matchRange(
  matcher: Matcher,
  subject: MatchText,
  from: number,
  to: number,
  onMatch: OnMatch,
): Triggers {
  matcher.hits.clear();
  findLiterals(matcher.index, subject.lower, from, to, matcher.hits);
  const pass = new PassHits(matcher);
  for (const part of pass.seenParts) {
    for (const { runner, runnable } of matcher.keyed[part] ?? []) {
      if (!allSeen(runnable, pass)) continue;
      const found = runExpression(runnable, matcher, pass, subject, from, to);
      if (found.starts.length > 0) report(runner, runnable, found, matcher, pass, subject, from, to, onMatch);
    }
  }
  for (const { runner, part, found } of findShapes(matcher, subject, from, to)) {
    const runnable = runner.expressions.find(({ expression }) => expression.parts[0] === part);
    if (runnable) report(runner, runnable, found, matcher, pass, subject, from, to, onMatch);
  }
  return { rot13: pass.placesOf(matcher.triggers.rot13), reversed: pass.placesOf(matcher.triggers.reversed) };
}

function allSeen(runnable: Runnable, pass: PassHits): boolean {
  for (const place of runnable.anchored)
    if (!pass.isSeen(runnable.expression.parts[place] ?? 0)) return false;
  return true;
}

function report(
  runner: RuleRunner,
  runnable: Runnable,
  found: Matches,
  matcher: Matcher,
  pass: PassHits,
  subject: MatchText,
  from: number,
  to: number,
  onMatch: OnMatch,
): void {
  const { rule } = runner;
  const part = runnable.expression.parts.at(-1) ?? 0;
  const near = rule.near && findNear(runner, found, rule.near.within, matcher, pass, subject, from, to);
  for (let index = 0; index < found.starts.length; index++) {
    const start = found.starts[index] ?? 0;
    const end = found.ends[index] ?? 0;
    if (near && !isNear(near, start, end, rule.near?.within ?? 0)) continue;
    onMatch(rule, start, end, found.lasts[index] ?? start, part);
  }
}

/** Matches of the rule's `near` expressions; those without a literal only around what was found. */
function findNear(
  runner: RuleRunner,
  found: Matches,
  within: number,
  matcher: Matcher,
  pass: PassHits,
  subject: MatchText,
  from: number,
  to: number,
): Spans {
  const all: Matches[] = [];
  for (const runnable of runner.near) {
    const part = runnable.expression.parts[runnable.expression.key] ?? 0;
    const plan = matcher.parts[part];
    if (plan && plan.literals.length === 0) {
      let done = from;
      for (let index = 0; index < found.starts.length; index++) {
        const low = Math.max(done, (found.starts[index] ?? 0) - within - plan.maxLength);
        const high = Math.min(to, (found.ends[index] ?? 0) + within + 1);
        if (high <= low) continue;
        all.push(tryStretch(matcher, part, subject, low, high));
        done = high;
      }
    } else if (pass.isSeen(part) && allSeen(runnable, pass))
      all.push(runExpression(runnable, matcher, pass, subject, from, to));
  }
  return sortSpans(all);
}

interface Spans {
  readonly starts: readonly number[];
  /** Running maximum: enough to answer "is one close", and sorted for a search. */
  readonly ends: readonly number[];
}

export function sortSpans(found: readonly Matches[]): Spans {
  const pairs: [number, number][] = [];
  for (const matches of found)
    for (let index = 0; index < matches.starts.length; index++)
      pairs.push([matches.starts[index] ?? 0, matches.ends[index] ?? 0]);
  pairs.sort((a, b) => a[0] - b[0]);
  let reach = 0;
  const ends = pairs.map(([, end]) => {
    reach = Math.max(reach, end);
    return reach;
  });
  return { starts: pairs.map(([start]) => start), ends };
}

export function isNear(near: Spans, start: number, end: number, within: number): boolean {
  let low = 0;
  let high = near.starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((near.starts[middle] ?? 0) <= end + within) low = middle + 1;
    else high = middle;
  }
  return low > 0 && (near.ends[low - 1] ?? 0) >= start - within;
}
