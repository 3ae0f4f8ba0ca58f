import type { CompiledRule, Expression, Part } from './plan.ts';
import { measureReach, type Reach } from './reach.ts';

/** One expression ready to run. */
export interface Runnable {
  readonly expression: Expression;
  /** The parts beside the key part that have literals, by place. */
  readonly anchored: readonly number[];
  readonly weak: readonly number[];
  readonly reach: Reach;
}

export interface RuleRunner {
  readonly rule: CompiledRule;
  readonly expressions: readonly Runnable[];
  readonly near: readonly Runnable[];
}

export function makeRunnable(expression: Expression, parts: readonly Part[]): Runnable {
  const anchored: number[] = [];
  const weak: number[] = [];
  for (let place = 0; place < expression.parts.length; place++) {
    if (place === expression.key) continue;
    const hasLiterals = (parts[expression.parts[place] ?? 0]?.literals.length ?? 0) > 0;
    (hasLiterals ? anchored : weak).push(place);
  }
  return { expression, anchored, weak, reach: measureReach(expression, expression.key, parts) };
}
