import { joinParts } from './join-parts.ts';
import { isNear, sortSpans } from './match-range.ts';
import type { Matcher } from './matcher.ts';
import type { Matches } from './matches.ts';
import { holdsRequired } from './run-expression.ts';
import type { Runnable } from './runnable.ts';
import type { MatchText, OnMatch } from './subject.ts';

/** Every match of every rule by trying every part at every place of the whole text: what the quick search must equal. */
export function searchEverywhere(matcher: Matcher, subject: MatchText, onMatch: OnMatch): void {
  const known = new Map<number, Matches>();
  const matchesOf = (number: number): Matches => {
    const matches = known.get(number) ?? tryEverywhere(matcher, number, subject);
    known.set(number, matches);
    return matches;
  };
  const join = ({ expression }: Runnable): Matches =>
    joinParts(expression.parts.map(matchesOf), expression.gaps, subject.lower);
  for (const { rule, expressions, near } of matcher.rules) {
    for (const runnable of expressions) {
      const found = join(runnable);
      const part = runnable.expression.parts.at(-1) ?? 0;
      const close = rule.near && sortSpans(near.map(join));
      found.starts.forEach((start, index) => {
        const end = found.ends[index] ?? 0;
        if (!close || isNear(close, start, end, rule.near?.within ?? 0))
          onMatch(rule, start, end, found.lasts[index] ?? start, part);
      });
    }
  }
}

function tryEverywhere(matcher: Matcher, number: number, subject: MatchText): Matches {
  const part = matcher.parts[number];
  const found: Matches = { starts: [], ends: [], lasts: [] };
  if (!part) return found;
  const text = part.exact ? subject.text : subject.lower;
  const search = new RegExp(part.source, 'gm');
  for (let match = search.exec(text); match; match = search.exec(text)) {
    const end = search.lastIndex;
    if (holdsRequired(part, subject.lower, match.index, end)) {
      found.starts.push(match.index);
      found.ends.push(end);
      found.lasts.push(match.index);
    }
    search.lastIndex = match.index + 1;
  }
  return found;
}
