import { anchorBits } from './extract-literals.ts';
import type { CompiledRule, Expression, Part } from './plan.ts';
import { measureReach, type Reach } from './reach.ts';

/** One expression ready to run. */
export interface Runnable {
  readonly expression: Expression;
  /** Place, among the expression's parts, of the one whose literals are rarest. */
  readonly key: number;
  /** The other parts that have literals, by place. */
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
  const own = expression.parts.map((number) => parts[number]);
  let key = 0;
  let best = -1;
  own.forEach((part, place) => {
    if (!part || part.literals.length === 0) return;
    const bits = anchorBits({
      literals: part.literals,
      minBefore: part.minBefore,
      maxBefore: part.maxBefore,
    });
    if (bits > best) {
      best = bits;
      key = place;
    }
  });
  const others = own.flatMap((part, place) => (part && place !== key ? [{ part, place }] : []));
  return {
    expression,
    key,
    anchored: others.filter(({ part }) => part.literals.length > 0).map(({ place }) => place),
    weak: others.filter(({ part }) => part.literals.length === 0).map(({ place }) => place),
    reach: measureReach(expression, key, parts),
  };
}
