import { KEY_RUN } from './key-run.ts';
import { WIDE_PLACE } from './mask-rows.ts';
import type { Matcher } from './matcher.ts';
import type { Matches } from './matches.ts';
import { holdsRequired } from './run-expression.ts';
import type { RuleRunner } from './runnable.ts';
import type { Shape } from './shape-table.ts';
import type { MatchText } from './subject.ts';

export interface ShapeMatches {
  readonly runner: RuleRunner;
  readonly part: number;
  readonly found: Matches;
}

/** The matches in [from, to) of expressions that have no literal: an attempt only where the first characters fit. */
export function findShapes(matcher: Matcher, subject: MatchText, from: number, to: number): ShapeMatches[] {
  const { shapes } = matcher;
  const all: ShapeMatches[] = [];
  if (shapes.inAscii || (shapes.beyondAscii && subject.nonAscii))
    findAnywhere(matcher, subject, from, to, all);
  if (shapes.inRuns.length > 0) findInRuns(matcher, subject, from, to, all);
  return all;
}

function findAnywhere(
  matcher: Matcher,
  subject: MatchText,
  from: number,
  to: number,
  all: ShapeMatches[],
): void {
  const { text } = subject;
  const { pairs, byUnit, byBlock } = matcher.shapes;
  let unit = from > 0 ? text.charCodeAt(from - 1) : 128;
  for (let at = from; at < to; at++) {
    const before = unit;
    unit = text.charCodeAt(at);
    // Most places are settled by one look at two characters.
    if (unit < 128 && before < 128 && pairs[(before << 7) | unit] === 0) continue;
    const list = unit < 128 ? byUnit[unit] : byBlock[unit >> 8];
    if (list === undefined) continue;
    for (let number = 0; number < list.length; number++) tryShape(list[number], at, matcher, subject, all);
  }
}

/** A match starts with as many key characters as make a run, so it starts in one. */
function findInRuns(
  matcher: Matcher,
  subject: MatchText,
  from: number,
  to: number,
  all: ShapeMatches[],
): void {
  const { runs } = subject.survey;
  const { text } = subject;
  const { inRuns, beforeInRuns } = matcher.shapes;
  for (let index = 0; index < runs.length; index += 2) {
    const start = Math.max(from, runs[index] ?? 0);
    const end = Math.min(to, (runs[index + 1] ?? 0) - KEY_RUN + 1);
    for (let at = start; at < end; at++) {
      if (at > 0 && beforeInRuns[Math.min(text.charCodeAt(at - 1), WIDE_PLACE)] !== 1) continue;
      for (let number = 0; number < inRuns.length; number++)
        tryShape(inRuns[number], at, matcher, subject, all);
    }
  }
}

function tryShape(
  shape: Shape | undefined,
  at: number,
  matcher: Matcher,
  { text, lower }: MatchText,
  all: ShapeMatches[],
): void {
  if (shape === undefined || !fits(shape, shape.exact ? text : lower, at)) return;
  const part = matcher.parts[shape.part];
  const end = matcher.guards.tryAt(shape.part, shape.exact ? text : lower, at);
  if (end < 0 || !part || !holdsRequired(part, lower, at, end)) return;
  let entry = all.find((item) => item.part === shape.part && item.runner === shape.runner);
  if (!entry) {
    entry = { runner: shape.runner, part: shape.part, found: { starts: [], ends: [], lasts: [] } };
    all.push(entry);
  }
  entry.found.starts.push(at);
  entry.found.ends.push(end);
  entry.found.lasts.push(at);
}

function fits(shape: Shape, text: string, at: number): boolean {
  if (at === 0) {
    if (!shape.atStart) return false;
  } else {
    const before = text.charCodeAt(at - 1);
    if (shape.before[Math.min(before, 128)] !== 1) return false;
  }
  const { head } = shape;
  if (at + head.length > text.length) return false;
  for (let step = 0; step < head.length; step++) {
    const unit = text.charCodeAt(at + step);
    if (head[step]?.[Math.min(unit, 128)] !== 1) return false;
  }
  return true;
}
