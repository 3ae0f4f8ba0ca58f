import type { RuleSource } from '../rule-source.ts';
import { chooseGramEnd } from './choose-gram.ts';
import { compileExpression, type ExpressionPlan, type PlannedPart } from './compile-expression.ts';
import { anchorBits } from './extract-literals.ts';
import type { Mask } from './guard.ts';
import type { CompiledRule, Expression, Part } from './plan.ts';

export type { CompiledRule };

export type RuleResult =
  | { ok: true; rule: CompiledRule }
  | { ok: false; errors: { where: string; message: string }[] };

/** Numbers the parts, and the sets of characters in them, of all rules of a ruleset: equal ones are one. */
export class PartTable {
  readonly parts: Part[] = [];
  readonly masks: Mask[] = [];
  private readonly partNumbers = new Map<string, number>();
  private readonly maskNumbers = new Map<string, number>();
  private readonly ends = new Map<string, number>();
  private readonly gramUsage = new Map<number, number>();

  add(plan: ExpressionPlan): Expression {
    return {
      parts: plan.parts.map((part) => this.addPart(part)),
      gaps: plan.gaps,
      key: chooseKey(plan.parts),
    };
  }

  private addPart({ guard, ...rest }: PlannedPart): number {
    const part: Part = {
      ...rest,
      ends: rest.literals.map((literal) => this.endOf(literal)),
      guard: {
        first: this.addMask(guard.first),
        before: this.addMask(guard.before),
        atStart: guard.atStart,
        head: guard.head.map((mask) => this.addMask(mask)),
        blocks: guard.blocks,
        inRun: guard.inRun,
      },
    };
    return numberIn(this.parts, this.partNumbers, part);
  }

  private endOf(literal: string): number {
    const known = this.ends.get(literal);
    if (known !== undefined) return known;
    const end = chooseGramEnd(literal, this.gramUsage);
    this.ends.set(literal, end);
    return end;
  }

  private addMask(mask: Mask): number {
    return numberIn(this.masks, this.maskNumbers, mask);
  }
}

function chooseKey(parts: readonly PlannedPart[]): number {
  let key = 0;
  let best = -1;
  for (const [place, part] of parts.entries()) {
    if (part.literals.length === 0) continue;
    const bits = anchorBits(part);
    if (bits <= best) continue;
    best = bits;
    key = place;
  }
  return key;
}

function numberIn<Item>(list: Item[], numbers: Map<string, number>, item: Item): number {
  const key = JSON.stringify(item);
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, list.length);
  list.push(item);
  return list.length - 1;
}

export function compileRule(source: RuleSource, index: number, table: PartTable): RuleResult {
  const errors: { where: string; message: string }[] = [];
  const exact = source.letters === 'exact';
  const compileList = (
    expressions: readonly string[],
    where: string,
    anchors?: readonly string[],
  ): Expression[] =>
    expressions.flatMap((expression, place) => {
      const result = compileExpression(expression, exact, anchors);
      if (result.ok) return result.plans.map((plan) => table.add(plan));
      errors.push({ where: `${where}[${place}]`, message: result.message });
      return [];
    });
  const expressions = compileList(source.expressions, 'expressions', source.anchors);
  const near = source.near && {
    expressions: compileList(source.near.expressions, 'near.expressions'),
    within: source.near.within,
  };
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
      ...(origins && { origins }),
      expressions,
      ...(near && { near }),
      ...(extend && { extend }),
      validators,
    },
  };
}
