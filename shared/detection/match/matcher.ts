import { REVERSED_WORDS, ROT13_WORDS } from '../views/trigger-words.ts';
import { buildGramIndex, type GramIndex } from './gram-index.ts';
import { LiteralHits } from './literal-hits.ts';
import { LiteralList, type PartLists } from './literal-list.ts';
import { PartGuards } from './part-guards.ts';
import type { CompiledRule, Expression, MatchPlan, Part } from './plan.ts';
import { makeRunnable, type RuleRunner, type Runnable } from './runnable.ts';
import { buildShapeTable, type ShapeTable } from './shape-table.ts';

export interface Matcher {
  readonly parts: readonly Part[];
  readonly rules: readonly RuleRunner[];
  readonly index: GramIndex;
  readonly hits: LiteralHits;
  readonly guards: PartGuards;
  readonly partsOfLiteral: PartLists;
  /** By part: the expressions that it can set off, with their rules. */
  readonly keyed: readonly (readonly { runner: RuleRunner; runnable: Runnable }[])[];
  /** Expressions of one part without a literal: tried where their guard lets them. */
  readonly shapes: ShapeTable;
  /** How far matches of one rule, `near` too, can reach before a match's start and after it. */
  readonly reachBefore: number;
  readonly reachAfter: number;
  /** Numbers of the words that mean: read the text around them through rot13, or backwards. */
  readonly triggers: { readonly rot13: number; readonly reversed: number };
}

/** A matcher for all rules of the plan, or for those that `isWanted` picks. */
export function buildMatcher(
  plan: MatchPlan,
  guards: PartGuards = new PartGuards(plan),
  isWanted: (rule: CompiledRule) => boolean = () => true,
): Matcher {
  const { parts } = plan;
  const keyed: { runner: RuleRunner; runnable: Runnable }[][] = [];
  const shapes: { runner: RuleRunner; part: number }[] = [];
  const usedParts = new Set<number>();
  const rules: RuleRunner[] = [];
  for (const rule of plan.rules) {
    if (!isWanted(rule)) continue;
    const makeAll = (expressions: readonly Expression[]): Runnable[] =>
      expressions.map((expression) => {
        for (const part of expression.parts) usedParts.add(part);
        return makeRunnable(expression, parts);
      });
    const runner = {
      rule,
      expressions: makeAll(rule.expressions),
      near: makeAll(rule.near?.expressions ?? []),
    };
    rules.push(runner);
    for (const runnable of runner.expressions) {
      const part = runnable.expression.parts[runnable.expression.key] ?? 0;
      if (parts[part]?.literals.length === 0) shapes.push({ runner, part });
      else {
        keyed[part] ??= [];
        keyed[part]?.push({ runner, runnable });
      }
    }
  }
  const triggers = { rot13: parts.length, reversed: parts.length + 1 };
  const literals = new LiteralList(plan);
  for (const part of usedParts) literals.addPart(part);
  literals.addWords(triggers.rot13, ROT13_WORDS);
  literals.addWords(triggers.reversed, REVERSED_WORDS);
  return {
    parts,
    rules,
    ...measureRules(rules, parts),
    index: buildGramIndex(literals.list()),
    hits: new LiteralHits(literals.size),
    guards,
    partsOfLiteral: literals.partLists(),
    keyed,
    shapes: buildShapeTable(shapes, parts, guards.rows),
    triggers,
  };
}

function measureRules(
  rules: readonly RuleRunner[],
  parts: readonly Part[],
): { reachBefore: number; reachAfter: number } {
  let reachBefore = 1;
  let reachAfter = 1;
  for (const { rule, expressions, near } of rules) {
    const own = Math.max(...expressions.map(({ expression }) => longest(expression, parts)));
    const other = Math.max(0, ...near.map(({ expression }) => longest(expression, parts)));
    const around = rule.near ? rule.near.within + other : 0;
    reachBefore = Math.max(reachBefore, around);
    reachAfter = Math.max(reachAfter, own + around);
  }
  return { reachBefore, reachAfter };
}

function longest({ parts: numbers, gaps }: Expression, parts: readonly Part[]): number {
  let length = 0;
  for (const number of numbers) length += parts[number]?.maxLength ?? 0;
  for (const gap of gaps) length += gap.max;
  return length;
}
