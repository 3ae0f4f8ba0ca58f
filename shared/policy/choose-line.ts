import type { Action, PolicyLine } from '@clawnex/proto/policy.ts';
import { type Category, type Origin, SEVERITIES, type Severity } from '@clawnex/proto/scan.ts';
import { fitsPattern, patternWeight } from './match-name.ts';

/** What a line is asked about. */
export interface Question {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly origin: Origin;
  readonly side: 'request' | 'response';
}

export interface Choice {
  readonly action: Action;
  /** Path of the line that decided. */
  readonly where: string;
}

/** A list of lines with its place in the policy. */
export interface Lines {
  readonly where: string;
  readonly lines: readonly PolicyLine[];
}

/**
 * The line that decides: the first list with a line that fits, and in it the most specific one. A rule's name says more
 * than its category, an origin more than a side, a higher severity more than a lower; of equals, the later.
 */
export function chooseLine(lists: readonly Lines[], question: Question): Choice | null {
  for (const { where, lines } of lists) {
    let best: Choice | null = null;
    let bestWeight = -1;
    for (const [index, line] of lines.entries()) {
      if (!fits(line, question)) continue;
      const weight = weigh(line);
      if (weight < bestWeight) continue;
      bestWeight = weight;
      best = { action: line.action, where: `${where}[${index}]` };
    }
    if (best !== null) return best;
  }
  return null;
}

function fits(line: PolicyLine, { rule, category, severity, origin, side }: Question): boolean {
  return (
    (line.rule === undefined || fitsPattern(line.rule, rule)) &&
    (line.category === undefined || line.category === category) &&
    (line.origin === undefined || line.origin === origin) &&
    (line.side === undefined || line.side === side) &&
    (line.severity === undefined || SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(line.severity))
  );
}

function weigh(line: PolicyLine): number {
  const rule = line.rule === undefined ? 0 : patternWeight(line.rule) * 1_000;
  const category = line.category === undefined ? 0 : 500;
  const origin = line.origin === undefined ? 0 : 100;
  const side = line.side === undefined ? 0 : 50;
  return (
    rule + category + origin + side + (line.severity === undefined ? 0 : SEVERITIES.indexOf(line.severity))
  );
}
