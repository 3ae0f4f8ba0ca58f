import { rot13 } from '../views/rot13.ts';
import { type Automaton, buildAutomaton } from './aho-corasick.ts';
import type { ExpressionPlan, Gap, Part } from './compile-expression.ts';
import type { CompiledRule } from './compile-rule.ts';

/** A part shared by all expressions that hold it, with its number in the matcher. */
export interface SharedPart extends Part {
  readonly exact: boolean;
  readonly literals: readonly number[];
}

export interface Expression {
  readonly parts: readonly number[];
  readonly gaps: readonly Gap[];
}

export interface MatcherRule {
  readonly rule: CompiledRule;
  readonly expressions: readonly number[];
  readonly near: readonly number[] | undefined;
}

export interface Matcher {
  readonly automaton: Automaton;
  readonly parts: readonly SharedPart[];
  readonly expressions: readonly Expression[];
  readonly rules: readonly MatcherRule[];
  /** By literal: the parts it anchors. */
  readonly partsOfLiteral: readonly (readonly number[])[];
  /** By part: the rules that it can set off (it is the choosiest part of one of their expressions). */
  readonly rulesOfPart: readonly (readonly number[])[];
  /** Rules with an expression that has no literal: tried on every text. */
  readonly shapeRules: readonly number[];
  /** Parts without rules: their words mean that the text must be read another way too. */
  readonly triggers: { readonly rot13: number; readonly reversed: number };
}

/** Words of an attack that survive no other way of writing: enough to try rot13 or the reverse around them. */
const TRIGGER_WORDS = [
  'ignore',
  'disregard',
  'previous',
  'instruction',
  'system prompt',
  'override',
  'bypass',
  'password',
  'reveal',
  'pretend',
  'restriction',
  'jailbreak',
];
const NEVER = /(?!)/y;

export function buildMatcher(compiled: readonly CompiledRule[]): Matcher {
  const literalNumbers = new Map<string, number>();
  const partNumbers = new Map<string, number>();
  const parts: SharedPart[] = [];
  const partsOfLiteral: number[][] = [];
  const expressions: Expression[] = [];

  const addPart = (part: Part, exact: boolean): number => {
    const key = `${exact ? 'exact' : 'folded'} ${part.required?.join('\u0000') ?? ''} ${part.regexp.source}`;
    const known = partNumbers.get(key);
    if (known !== undefined) return known;
    const number = parts.length;
    partNumbers.set(key, number);
    const literals = (part.anchor?.literals ?? []).map((literal) => {
      const id = literalNumbers.get(literal) ?? literalNumbers.size;
      literalNumbers.set(literal, id);
      const anchored = partsOfLiteral[id] ?? [];
      anchored.push(number);
      partsOfLiteral[id] = anchored;
      return id;
    });
    parts.push({ ...part, exact, literals });
    return number;
  };
  const addExpression = (plan: ExpressionPlan, exact: boolean): number => {
    const number = expressions.length;
    expressions.push({ parts: plan.parts.map((part) => addPart(part, exact)), gaps: plan.gaps });
    return number;
  };

  const addTrigger = (literals: string[]): number =>
    addPart(
      {
        regexp: NEVER,
        anchor: { literals, minBefore: 0, maxBefore: 0 },
        required: literals,
        hasValue: false,
        beyondAscii: false,
      },
      false,
    );
  const triggers = {
    rot13: addTrigger(TRIGGER_WORDS.map(rot13)),
    reversed: addTrigger(TRIGGER_WORDS.map((word) => [...word].reverse().join(''))),
  };
  const rules = compiled.map((rule) => ({
    rule,
    expressions: rule.plans.map((plan) => addExpression(plan, rule.exact)),
    near: rule.near?.plans.map((plan) => addExpression(plan, rule.exact)),
  }));
  const rulesOfPart: number[][] = parts.map(() => []);
  const shapeRules = new Set<number>();
  rules.forEach(({ expressions: own }, ruleNumber) => {
    for (const number of own) {
      const key = choosiestPart(expressions[number]?.parts ?? [], parts);
      if (key === undefined) shapeRules.add(ruleNumber);
      else if (!rulesOfPart[key]?.includes(ruleNumber)) rulesOfPart[key]?.push(ruleNumber);
    }
  });
  return {
    automaton: buildAutomaton([...literalNumbers.keys()]),
    parts,
    expressions,
    rules,
    partsOfLiteral,
    rulesOfPart,
    shapeRules: [...shapeRules],
    triggers,
  };
}

/** The part whose literals are longest, so that it is seen least; undefined where none has any. */
function choosiestPart(numbers: readonly number[], parts: readonly SharedPart[]): number | undefined {
  let best: number | undefined;
  let bestLength = 0;
  for (const number of numbers) {
    const literals = parts[number]?.anchor?.literals;
    if (!literals) continue;
    const length = Math.min(...literals.map((literal) => literal.length)) - literals.length / 50;
    if (best === undefined || length > bestLength) {
      best = number;
      bestLength = length;
    }
  }
  return best;
}
