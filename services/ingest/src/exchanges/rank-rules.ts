import { type Category, SEVERITIES } from '@clawnex/proto/scan.ts';
import type { RuleHit } from './exchange.sql.ts';

/** Rules an exchange's row names for the screen. The rest is one look at its detail away. */
const RULES_SHOWN_MAX = 8;

export interface RankedRules {
  /** One hit per rule, the worst of it. */
  readonly hits: readonly RuleHit[];
  /** Ids, worst first. */
  readonly rules: readonly string[];
  /** Worst first. */
  readonly categories: readonly Category[];
}

/** Worst first: by severity, then confidence, then id, so that equal sets give equal lists. */
export function rankRules(hits: readonly RuleHit[]): RankedRules {
  const sorted = [...hits].sort(
    (a, b) =>
      SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
      b.confidence - a.confidence ||
      compare(a.rule, b.rule) ||
      compare(a.category, b.category),
  );
  const worstByRule = new Map<string, RuleHit>();
  for (const hit of sorted) if (!worstByRule.has(hit.rule)) worstByRule.set(hit.rule, hit);
  const worst = [...worstByRule.values()];
  return {
    hits: worst,
    rules: worst.slice(0, RULES_SHOWN_MAX).map(({ rule }) => rule),
    categories: [...new Set(worst.map(({ category }) => category))],
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
