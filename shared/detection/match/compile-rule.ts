import type { Category, Origin, Severity } from '@clawnex/proto/scan.ts';
import type { RuleSource } from '../rule-source.ts';
import { compileExpression, type ExpressionPlan } from './compile-expression.ts';

export interface CompiledRule {
  readonly index: number;
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: number;
  readonly origins: readonly Origin[] | undefined;
  readonly exact: boolean;
  readonly plans: readonly ExpressionPlan[];
  readonly near: { plans: readonly ExpressionPlan[]; within: number } | undefined;
  readonly extend: 'pem' | undefined;
  readonly validators: RuleSource['validators'];
}

export type RuleResult =
  | { ok: true; rule: CompiledRule }
  | { ok: false; errors: { where: string; message: string }[] };

export function compileRule(source: RuleSource, index: number): RuleResult {
  const errors: { where: string; message: string }[] = [];
  const exact = source.letters === 'exact';
  const compileList = (
    expressions: readonly string[],
    where: string,
    anchors?: readonly string[],
  ): ExpressionPlan[] =>
    expressions.flatMap((expression, place) => {
      const result = compileExpression(expression, exact, anchors);
      if (result.ok) return result.plans;
      errors.push({ where: `${where}[${place}]`, message: result.message });
      return [];
    });
  const plans = compileList(source.expressions, 'expressions', source.anchors);
  const near = source.near
    ? { plans: compileList(source.near.expressions, 'near.expressions'), within: source.near.within }
    : undefined;
  if (errors.length > 0) return { ok: false, errors };
  const { id, title, category, severity, confidence, origins, validators, extend } = source;
  return {
    ok: true,
    rule: {
      index,
      id,
      title,
      category,
      severity,
      confidence,
      origins,
      exact,
      plans,
      near,
      validators,
      extend,
    },
  };
}
