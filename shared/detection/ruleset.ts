import { createHash } from 'node:crypto';
import type { Category, Severity } from '@clawnex/proto/scan.ts';
import { z } from 'zod';
import artefact from './builtin-rules.json' with { type: 'json' };
import { type CompiledRule, compileRule } from './match/compile-rule.ts';
import { buildMatcher, type Matcher } from './match/matcher.ts';
import { RuleSource } from './rule-source.ts';

/** Part of every ruleset version: raise it whenever the same rules could give another result. */
const ENGINE_VERSION = '1';

export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: number;
  readonly why: string;
  readonly verify: string;
  readonly atlas: readonly string[];
  readonly owasp: readonly string[];
}

export interface Ruleset {
  /** Hash of the rules and the engine version: equal versions give equal results. */
  readonly version: string;
  readonly rules: ReadonlyMap<string, RuleInfo>;
  readonly compiled: readonly CompiledRule[];
  readonly matcher: Matcher;
  /** The same for secrets and PII alone: what masking runs. */
  readonly maskMatcher: Matcher;
}

export interface RuleError {
  readonly rule: string;
  readonly where: string;
  readonly message: string;
}

export type CompileResult = { ok: true; ruleset: Ruleset } | { ok: false; errors: RuleError[] };

/** Builds a ruleset, or says of every faulty rule what is wrong and where. */
export function compileRuleset(rules: readonly RuleSource[]): CompileResult {
  const errors: RuleError[] = [];
  const compiled: CompiledRule[] = [];
  const infos = new Map<string, RuleInfo>();
  for (const rule of rules) {
    if (infos.has(rule.id))
      errors.push({ rule: rule.id, where: 'id', message: 'Another rule has this id: choose a new one.' });
    infos.set(rule.id, toInfo(rule));
    const result = compileRule(rule, compiled.length);
    if (result.ok) compiled.push(result.rule);
    else errors.push(...result.errors.map((error) => ({ rule: rule.id, ...error })));
  }
  if (errors.length > 0) return { ok: false, errors };
  const masking = compiled.filter((rule) => rule.category === 'secret' || rule.category === 'pii');
  return {
    ok: true,
    ruleset: {
      version: hashRules(rules),
      rules: infos,
      compiled,
      matcher: buildMatcher(compiled),
      maskMatcher: buildMatcher(masking),
    },
  };
}

function toInfo(rule: RuleSource): RuleInfo {
  const { id, title, category, severity, confidence, why, verify, atlas, owasp } = rule;
  return { id, title, category, severity, confidence, why, verify, atlas, owasp };
}

function hashRules(rules: readonly RuleSource[]): string {
  const hash = createHash('sha256').update(`engine ${ENGINE_VERSION}\n`);
  for (const rule of rules) hash.update(`${JSON.stringify(rule)}\n`);
  return hash.digest('hex').slice(0, 32);
}

let builtin: Ruleset | undefined;

/** The rules that ship, compiled at the first call. */
export function builtinRuleset(): Ruleset {
  if (builtin) return builtin;
  const result = compileRuleset(builtinRuleSources());
  if (!result.ok)
    throw new Error(`The built-in rules do not compile: ${JSON.stringify(result.errors.slice(0, 5))}`);
  builtin = result.ruleset;
  return builtin;
}

/** The shipped rules as data, e.g. to compile them together with an operator's. */
export function builtinRuleSources(): RuleSource[] {
  return z.array(RuleSource).parse(artefact);
}
