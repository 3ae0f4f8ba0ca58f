import { createHash } from 'node:crypto';
import { compileRule, PartTable } from './match/compile-rule.ts';
import { buildMatcher, type Matcher } from './match/matcher.ts';
import { PartGuards } from './match/part-guards.ts';
import type { CompiledRule, MatchPlan } from './match/plan.ts';
import { builtinModel, builtinModelVersion } from './model/artefact.ts';
import type { LinearModel } from './model/linear-model.ts';
import { MODEL_RULE } from './model/model-rule.ts';
import { readBeside } from './read-beside.ts';
import type { RuleInfo } from './rule-info.ts';
import type { RuleSource } from './rule-source.ts';

/** Part of every ruleset version: raise it whenever the same rules could give another result. */
const ENGINE_VERSION = '2';

export type { RuleInfo };

export interface Ruleset {
  /** Hash of the rules, the model and the engine version: equal versions give equal results. */
  readonly version: string;
  readonly rules: ReadonlyMap<string, RuleInfo>;
  readonly compiled: readonly CompiledRule[];
  /** All rules. Made ready at its first use: who only masks never pays for it. */
  readonly matcher: Matcher;
  /** The same for secrets and PII alone: what masking runs. Made ready at its first use. */
  readonly maskMatcher: Matcher;
  /** What judges wording that no rule names. Opened at its first use. */
  readonly model: LinearModel;
}

/** A ruleset as plain data: what `builtin-rules.json` holds. Examples are not in it. */
export interface RulesetPlan extends MatchPlan {
  readonly version: string;
  readonly infos: readonly RuleInfo[];
}

export interface RuleError {
  readonly rule: string;
  readonly where: string;
  readonly message: string;
}

export type PlanResult = { ok: true; plan: RulesetPlan } | { ok: false; errors: RuleError[] };
export type CompileResult = { ok: true; ruleset: Ruleset } | { ok: false; errors: RuleError[] };

/** Builds a ruleset, or says of every faulty rule what is wrong and where. */
export function compileRuleset(rules: readonly RuleSource[]): CompileResult {
  const result = planRuleset(rules);
  return result.ok ? { ok: true, ruleset: openRuleset(result.plan) } : result;
}

/** Checks and compiles the rules as far as can be written to a file. */
export function planRuleset(rules: readonly RuleSource[]): PlanResult {
  const errors: RuleError[] = [];
  const compiled: CompiledRule[] = [];
  const infos = new Map<string, RuleInfo>();
  const table = new PartTable();
  for (const rule of rules) {
    if (infos.has(rule.id))
      errors.push({ rule: rule.id, where: 'id', message: 'Another rule has this id: choose a new one.' });
    infos.set(rule.id, toInfo(rule));
    const result = compileRule(rule, compiled.length, table);
    if (result.ok) compiled.push(result.rule);
    else errors.push(...result.errors.map((error) => ({ rule: rule.id, ...error })));
  }
  if (errors.length > 0) return { ok: false, errors };
  return {
    ok: true,
    plan: {
      version: hashRules(rules),
      infos: [...infos.values()],
      masks: table.masks,
      parts: table.parts,
      rules: compiled,
    },
  };
}

/** The tables that matching needs are made when they are first asked for. */
export function openRuleset(plan: RulesetPlan): Ruleset {
  let guards: PartGuards | undefined;
  let matcher: Matcher | undefined;
  let maskMatcher: Matcher | undefined;
  const sharedGuards = (): PartGuards => {
    guards ??= new PartGuards(plan);
    return guards;
  };
  return {
    version: withModel(plan.version),
    rules: listInfos(plan),
    compiled: plan.rules,
    get matcher() {
      matcher ??= buildMatcher(plan, sharedGuards());
      return matcher;
    },
    get maskMatcher() {
      maskMatcher ??= buildMatcher(
        plan,
        sharedGuards(),
        (rule) => rule.category === 'secret' || rule.category === 'pii',
      );
      return maskMatcher;
    },
    get model() {
      return builtinModel();
    },
  };
}

function listInfos(plan: RulesetPlan): ReadonlyMap<string, RuleInfo> {
  return new Map([...plan.infos, MODEL_RULE].map((info) => [info.id, info]));
}

function withModel(version: string): string {
  return createHash('sha256').update(`${version} ${builtinModelVersion()}`).digest('hex').slice(0, 32);
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

let plan: RulesetPlan | undefined;

/** The rules that ship as plain data, read at the first call. */
export function builtinPlan(): RulesetPlan {
  // Safe: `compile-rules.ts` wrote the file from a `RulesetPlan`, and a test compares it with a fresh one.
  plan ??= readBeside(import.meta.url, 'builtin-rules.json') as RulesetPlan;
  return plan;
}

let builtin: Ruleset | undefined;

/** The rules that ship. */
export function builtinRuleset(): Ruleset {
  builtin ??= openRuleset(builtinPlan());
  return builtin;
}

/** The version of the rules that ship, without making them ready. */
export function builtinRulesetVersion(): string {
  return withModel(builtinPlan().version);
}

let builtinInfos: ReadonlyMap<string, RuleInfo> | undefined;

/** What the rules that ship say of themselves, by id, without making them ready. */
export function builtinRuleInfos(): ReadonlyMap<string, RuleInfo> {
  builtinInfos ??= listInfos(builtinPlan());
  return builtinInfos;
}
