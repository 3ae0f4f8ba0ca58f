import { MODEL_RULE } from '@clawnex/shared/detection/model/model-rule.ts';
import type { Outcome } from './measure.ts';

export interface RuleFigures {
  readonly rule: string;
  readonly attacks: number;
  readonly benign: number;
  /** Share of the rows it hit that were no ordinary text, in percent. */
  readonly precision: number;
}

/** How often each rule was right; the most often wrong first. Quoting texts count for neither side. */
export function measureRules(outcomes: readonly Outcome[]): RuleFigures[] {
  const counts = new Map<string, { attacks: number; benign: number }>();
  for (const { row, rules } of outcomes)
    for (const rule of new Set(rules)) {
      const count = counts.get(rule) ?? { attacks: 0, benign: 0 };
      if (row.label === 'benign') count.benign++;
      else if (row.label !== 'benign_quoting' && row.label !== 'fuzzy') count.attacks++;
      counts.set(rule, count);
    }
  return [...counts]
    .map(([rule, { attacks, benign }]) => ({
      rule,
      attacks,
      benign,
      precision: (100 * attacks) / Math.max(1, attacks + benign),
    }))
    .sort((a, b) => b.benign - a.benign || a.rule.localeCompare(b.rule));
}

/** What stands beside the rules: of how many ordinary texts, in how many each rule was found. */
export function formatFalsePositives(outcomes: readonly Outcome[], rules: readonly RuleFigures[]): string {
  const hits = rules.filter(({ rule, benign }) => benign > 0 && rule !== MODEL_RULE.id);
  const value = {
    about: ABOUT,
    rows: outcomes.filter(({ row }) => row.label === 'benign').length,
    hits: Object.fromEntries(hits.map(({ rule, benign }) => [rule, benign])),
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

const ABOUT =
  'Ordinary texts in which a rule was found, whatever the verdict; a rule that is absent was found in none. Each text is scanned with its likely origin. Written by scripts/detection/eval.ts --corpus DIR --false-positives FILE.';
