import { createHash } from 'node:crypto';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { scan } from './engine.ts';
import type { Guard } from './match/guard.ts';
import type { CompiledRule, Expression } from './match/plan.ts';
import { RuleSource } from './rule-source.ts';
import {
  builtinPlan,
  builtinRuleset,
  openRuleset,
  planRuleset,
  type RuleError,
  type Ruleset,
  type RulesetPlan,
} from './ruleset.ts';

/** Operators' own rules have names of their own, so that none hides a built-in one. */
export const OWN_PREFIX = 'own.';
/** Each rule costs every scan a little. */
const OWN_RULES_MAX = 200;

export type OwnRulesResult =
  | { readonly ok: true; readonly rules: readonly RuleSource[] }
  | { readonly ok: false; readonly errors: readonly RuleError[] };

/** Reads operators' rules: a YAML list in the format of the built-in ones. Nothing is compiled yet. */
export function readOwnRules(yaml: string): OwnRulesResult {
  const document = parseDocument(yaml, { uniqueKeys: true });
  const fault = document.errors[0];
  if (fault !== undefined) {
    const line = fault.linePos?.[0].line ?? 0;
    return fail('', `line ${line}`, fault.message.split('\n', 1)[0] ?? '');
  }
  const value: unknown = document.toJS({ maxAliasCount: 0 }) ?? [];
  if (!Array.isArray(value)) return fail('', '', 'must be a list of rules');
  if (value.length > OWN_RULES_MAX) return fail('', '', `holds more than ${OWN_RULES_MAX} rules`);
  const rules: RuleSource[] = [];
  const errors: RuleError[] = [];
  for (const [index, item] of value.entries()) {
    const parsed = RuleSource.safeParse(item);
    const name = nameOf(item) ?? `rule ${index + 1}`;
    if (!parsed.success) {
      errors.push(...parsed.error.issues.slice(0, 5).map((issue) => describe(name, index, issue)));
    } else if (!parsed.data.id.startsWith(OWN_PREFIX)) {
      errors.push({ rule: name, where: `[${index}].id`, message: `must begin with "${OWN_PREFIX}"` });
    } else rules.push(parsed.data);
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, rules };
}

export type OwnRuleset =
  | { readonly ok: true; readonly ruleset: Ruleset }
  | { readonly ok: false; readonly errors: readonly RuleError[] };

/** The built-in rules and these, as one ruleset. With none, the built-in one itself. */
export function withOwnRules(rules: readonly RuleSource[]): OwnRuleset {
  if (rules.length === 0) return { ok: true, ruleset: builtinRuleset() };
  const planned = planRuleset(rules);
  return planned.ok ? { ok: true, ruleset: openRuleset(join(builtinPlan(), planned.plan)) } : planned;
}

/** Everything that is checked before own rules are published: format, linear-time expressions, their own examples. */
export function checkOwnRules(yaml: string): OwnRulesResult {
  const read = readOwnRules(yaml);
  if (!read.ok) return read;
  const compiled = withOwnRules(read.rules);
  if (!compiled.ok) return compiled;
  const errors = read.rules.flatMap((rule, index) => checkExamples(rule, index, compiled.ruleset));
  return errors.length > 0 ? { ok: false, errors } : read;
}

function checkExamples(rule: RuleSource, index: number, ruleset: Ruleset): RuleError[] {
  const origin = rule.origins?.[0] ?? (rule.category === 'output_leak' ? 'assistant' : 'user');
  return (['positive', 'negative'] as const).flatMap((kind) =>
    rule.examples[kind].flatMap((example, place): RuleError[] => {
      const block =
        typeof example === 'string'
          ? { text: example, origin }
          : { text: example.text, origin: example.origin ?? origin };
      const found = scan(block, ruleset).detections.some((detection) => detection.rule === rule.id);
      if (found === (kind === 'positive')) return [];
      const message = found
        ? 'the rule finds this example, and must not'
        : 'the rule does not find its own example';
      return [{ rule: rule.id, where: `[${index}].examples.${kind}[${place}]`, message }];
    }),
  );
}

/** One plan after the other: numbers of the second's parts and sets move behind the first's. */
function join(base: RulesetPlan, own: RulesetPlan): RulesetPlan {
  const parts = base.parts.length;
  const masks = base.masks.length;
  const moveGuard = (guard: Guard<number>): Guard<number> => ({
    ...guard,
    first: guard.first + masks,
    before: guard.before + masks,
    head: guard.head.map((mask) => mask + masks),
  });
  const moveAll = (expressions: readonly Expression[]): Expression[] =>
    expressions.map((expression) => ({ ...expression, parts: expression.parts.map((part) => part + parts) }));
  const moveRule = (rule: CompiledRule): CompiledRule => ({
    ...rule,
    index: rule.index + base.rules.length,
    expressions: moveAll(rule.expressions),
    ...(rule.near && { near: { ...rule.near, expressions: moveAll(rule.near.expressions) } }),
  });
  return {
    version: createHash('sha256').update(`${base.version} ${own.version}`).digest('hex').slice(0, 32),
    infos: [...base.infos, ...own.infos],
    masks: [...base.masks, ...own.masks],
    parts: [...base.parts, ...own.parts.map((part) => ({ ...part, guard: moveGuard(part.guard) }))],
    rules: [...base.rules, ...own.rules.map(moveRule)],
  };
}

function fail(rule: string, where: string, message: string): OwnRulesResult {
  return { ok: false, errors: [{ rule, where, message }] };
}

function describe(rule: string, index: number, issue: z.core.$ZodIssue): RuleError {
  const path = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('');
  const message = issue.code === 'unrecognized_keys' ? `"${issue.keys[0]}" is not known here` : issue.message;
  return { rule, where: `[${index}]${path}`, message };
}

const Named = z.looseObject({ id: z.string().max(64) });

function nameOf(item: unknown): string | undefined {
  const named = Named.safeParse(item);
  return named.success ? named.data.id : undefined;
}
