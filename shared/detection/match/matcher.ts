import { REVERSED_WORDS, ROT13_WORDS } from '../views/trigger-words.ts';
import { buildGramIndex, type GramIndex } from './gram-index.ts';
import { maskHas } from './guard.ts';
import { LiteralHits } from './literal-hits.ts';
import { PartGuards } from './part-guards.ts';
import type { CompiledRule, Expression, MatchPlan, Part } from './plan.ts';
import { makeRunnable, type RuleRunner, type Runnable } from './runnable.ts';
import { buildShapeTable, type ShapeTable } from './shape-table.ts';

/** By literal: the parts it anchors, from `starts[literal]` to before `starts[literal + 1]` in `parts`. */
export interface PartLists {
  readonly starts: Uint32Array;
  readonly parts: Uint16Array;
}

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
  isWanted: (rule: CompiledRule) => boolean = () => true,
): Matcher {
  const { parts } = plan;
  const literalNumbers = new Map<string, number>();
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
      const part = runnable.expression.parts[runnable.key] ?? 0;
      if (parts[part]?.literals.length === 0) shapes.push({ runner, part });
      else {
        keyed[part] ??= [];
        keyed[part]?.push({ runner, runnable });
      }
    }
  }
  const triggers = { rot13: parts.length, reversed: parts.length + 1 };
  const anchored: [number, readonly string[]][] = [
    ...[...usedParts].map((part): [number, readonly string[]] => [part, parts[part]?.literals ?? []]),
    [triggers.rot13, ROT13_WORDS],
    [triggers.reversed, REVERSED_WORDS],
  ];
  for (const [, literals] of anchored)
    for (const literal of literals)
      if (!literalNumbers.has(literal)) literalNumbers.set(literal, literalNumbers.size);
  const lists = listParts(anchored, literalNumbers);
  const guards = new PartGuards(plan);
  return {
    parts,
    rules,
    ...measureRules(rules, parts),
    index: buildGramIndex([...literalNumbers.keys()], (literal) => neverAfterDigit(literal, lists, plan)),
    hits: new LiteralHits(literalNumbers.size),
    guards,
    partsOfLiteral: lists,
    keyed,
    shapes: buildShapeTable(shapes, parts, guards.rows),
    triggers,
  };
}

/** Of a run of digits only the first can then start a match: a long number is not tried at each of its places. */
function neverAfterDigit(literal: number, lists: PartLists, plan: MatchPlan): boolean {
  const own = lists.parts.subarray(lists.starts[literal] ?? 0, lists.starts[literal + 1] ?? 0);
  return own.every((number) => {
    const part = plan.parts[number];
    const before = part && plan.masks[part.guard.before];
    return part?.maxBefore === 0 && before !== undefined && !maskHas(before, 0x30) && !maskHas(before, 0x35);
  });
}

function listParts(
  anchored: readonly (readonly [number, readonly string[]])[],
  numbers: ReadonlyMap<string, number>,
): PartLists {
  const starts = new Uint32Array(numbers.size + 1);
  for (const [, literals] of anchored)
    for (const literal of literals) {
      const place = (numbers.get(literal) ?? 0) + 1;
      starts[place] = (starts[place] ?? 0) + 1;
    }
  for (let place = 1; place < starts.length; place++)
    starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
  const parts = new Uint16Array(starts.at(-1) ?? 0);
  const filled = starts.slice();
  for (const [part, literals] of anchored)
    for (const literal of literals) {
      const number = numbers.get(literal) ?? 0;
      const place = filled[number] ?? 0;
      parts[place] = part;
      filled[number] = place + 1;
    }
  return { starts, parts };
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
