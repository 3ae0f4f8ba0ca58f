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
