import type { Detection } from '@clawnex/proto/scan.ts';

/** A stretch that is cut out, and what the rule that found it is called. */
export interface Cut {
  readonly start: number;
  readonly end: number;
  readonly rule: string;
}

/** Where the hits of these rules are; null where there are none. More hits than a detection lists: all of the text. */
export function cutsOf(
  detections: readonly Detection[],
  rules: readonly string[],
  text: string,
): Cut[] | null {
  if (rules.length === 0) return null;
  const cuts: Cut[] = [];
  for (const { rule, spans, count } of detections) {
    if (!rules.includes(rule)) continue;
    if (count > spans.length) return [{ start: 0, end: text.length, rule }];
    for (const span of spans) cuts.push({ ...span, rule });
  }
  return cuts.length === 0 ? null : cuts.sort((a, b) => a.start - b.start);
}

/** The text with a note in place of each stretch. Stretches that overlap are one. */
export function cutHits(text: string, cuts: readonly Cut[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, rule } of cuts) {
    if (end <= done) continue;
    if (start >= done) result += `${text.slice(done, start)}[ClawNex removed: ${rule}]`;
    done = end;
  }
  return result + text.slice(done);
}
