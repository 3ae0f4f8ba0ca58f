import { sha256 } from '@clawnex/shared/kernel/ids.ts';
import { compileDetection } from '../sigma/compile-detection.ts';
import { fieldReader } from '../sigma/fields.ts';
import { compileTree, type TestTree } from '../sigma/test-tree.ts';
import { compileCorrelation } from './compile-correlation.ts';
import { fieldsIn } from './explain-fields.ts';
import { lintTags } from './lint-tags.ts';
import { orderCorrelations } from './order-rules.ts';
import { type Located, parseRuleFile } from './parse-rule-file.ts';
import type { CorrelationRule, DetectionRule, Rule, RuleSet } from './rule.ts';
import type { FilterDocument, LogSource } from './rule-document.ts';
import { describeRuleError, type RuleError } from './rule-error.ts';
import { factsOf } from './rule-facts.ts';
import { RuleIndex, type Source } from './rule-index.ts';

/** `errors` of a set that runs are those of the rules that were left out of it. */
export type CompiledRules =
  | { ok: true; rules: RuleSet; errors: readonly RuleError[] }
  | { ok: false; errors: RuleError[] };

/**
 * All or nothing: one faulty rule keeps all of them out, so that a half-loaded set never runs unnoticed. Who says
 * `leave_out_faulty` wants the rest, and is told what is missing.
 */
export function compileRules(
  files: Iterable<readonly [file: string, text: string]>,
  { leave_out_faulty = false }: { leave_out_faulty?: boolean } = {},
): CompiledRules {
  const errors: RuleError[] = [];
  const warnings: string[] = [];
  const index = new RuleIndex(errors);
  const filters: Located<FilterDocument>[] = [];
  for (const [file, text] of files) {
    const parsed = parseRuleFile(file, text);
    errors.push(...parsed.errors);
    filters.push(...parsed.filters);
    for (const located of parsed.detections) index.addDetection(located);
    for (const located of parsed.correlations) index.addCorrelation(located);
  }
  const compiled = new Map<string, Rule>();
  const readyFilters = filters.flatMap((located) => compileFilter(located, index, errors));
  for (const source of index.sources) {
    warnings.push(...lintTags(source.located).map(describeRuleError));
    if (source.kind !== 'detection') continue;
    const rule = compileDetectionRule(source, readyFilters, errors);
    if (rule !== null) compiled.set(rule.key, rule);
  }
  const correlations: CorrelationRule[] = [];
  for (const { source, depth } of orderCorrelations(index, errors)) {
    const rule = compileCorrelation(source, depth, index, compiled, errors);
    if (rule === null) continue;
    if (rule.group_by.length === 0)
      warnings.push(
        describeRuleError(
          source.located.errorAt(['correlation'], 'has no group-by: all events form one group'),
        ),
      );
    correlations.push(rule);
    compiled.set(rule.key, rule);
  }
  if (errors.length > 0 && !leave_out_faulty) return { ok: false, errors };
  return { ok: true, errors, rules: linkRules(compiled, correlations, index, warnings) };
}

function compileDetectionRule(
  source: Source & { kind: 'detection' },
  filters: readonly Filter[],
  errors: RuleError[],
): DetectionRule | null {
  const { located } = source;
  const { document } = located;
  const result = compileDetection(document.detection, ['detection']);
  if (!result.ok) {
    errors.push(...result.errors.map(({ path, message }) => located.errorAt(path, message)));
    return null;
  }
  const mine = filters.filter((filter) => filter.applies(source));
  const parts = [result.tree, ...mine.map((filter) => filter.tree)];
  const tree: TestTree = mine.length === 0 ? result.tree : { kind: 'all', label: '', parts };
  return {
    ...factsOf(source),
    kind: 'detection',
    alerts: true,
    meaning: sha256(JSON.stringify([document.detection, ...mine.map((filter) => filter.section)])),
    logsource: document.logsource ?? null,
    tree,
    matches: compileTree(tree),
  };
}

interface Filter {
  readonly tree: TestTree;
  readonly section: unknown;
  applies(source: Source): boolean;
}

/** A filter's condition holds besides the rule's own, as its authors write it: `not selection` leaves the selection out. */
function compileFilter(located: Located<FilterDocument>, index: RuleIndex, errors: RuleError[]): Filter[] {
  const { rules, ...section } = located.document.filter;
  const result = compileDetection(section, ['filter']);
  if (!result.ok) {
    errors.push(...result.errors.map(({ path, message }) => located.errorAt(path, message)));
    return [];
  }
  const keys = new Set<string>();
  const any = rules === null || rules === undefined || rules.includes('any');
  for (const [place, name] of (any ? [] : rules).entries()) {
    const source = index.find(name);
    if (source === undefined)
      errors.push(
        located.errorAt(
          ['filter', 'rules', place],
          `names "${name}", which no file defines${index.suggest(name)}`,
        ),
      );
    else if (source.kind === 'correlation')
      errors.push(
        located.errorAt(
          ['filter', 'rules', place],
          `names the correlation "${name}": filter the rules it refers to`,
        ),
      );
    else keys.add(source.key);
  }
  const wanted = located.document.logsource;
  return [
    {
      tree: result.tree,
      section,
      applies: (source) =>
        source.kind === 'detection' &&
        (any || keys.has(source.key)) &&
        covers(wanted, source.located.document.logsource),
    },
  ];
}

function covers(wanted: LogSource | undefined, has: LogSource | undefined): boolean {
  return (['product', 'category', 'service'] as const).every(
    (key) => wanted?.[key] === undefined || wanted[key] === has?.[key],
  );
}

/** Says of each rule who takes its events, whether it alerts by itself, and what of its events is needed later. */
function linkRules(
  compiled: ReadonlyMap<string, Rule>,
  correlations: readonly CorrelationRule[],
  index: RuleIndex,
  warnings: string[],
): RuleSet {
  const needed = new Map<string, Set<string>>();
  const generated = new Set<string>();
  const referenced = new Set<string>();
  for (const rule of correlations.toReversed()) {
    const source = index.find(rule.key) ?? index.sources.find((each) => each.key === rule.key);
    const generate =
      source?.kind === 'correlation' &&
      (source.located.document.generate ?? source.located.document.correlation.generate ?? false);
    const own = needed.get(rule.key) ?? new Set<string>();
    needed.set(rule.key, own);
    for (const name of fieldsIn(rule.fleet.explain ?? '')) own.add(name);
    const section = source?.kind === 'correlation' ? source.located.document.correlation : null;
    const measured = typeof section?.condition === 'object' ? (section.condition.field ?? []) : [];
    const aliased = Object.values(section?.aliases ?? {}).flatMap((fields) => Object.values(fields));
    for (const step of rule.steps) {
      referenced.add(step.rule);
      if (generate) generated.add(step.rule);
      const theirs = needed.get(step.rule) ?? new Set<string>();
      needed.set(step.rule, theirs);
      for (const name of [...own, ...rule.group_by, ...measured, ...aliased, rule.fleet.count_once_by ?? ''])
        if (name !== '') theirs.add(name);
    }
  }
  const finish = <R extends Rule>(rule: R): R => {
    const block = rule.fleet.mode === 'building_block' || rule.shadow;
    return { ...rule, alerts: !block && (!referenced.has(rule.key) || generated.has(rule.key)) };
  };
  const ready = correlations.map((rule) => {
    const carries = [...(needed.get(rule.key) ?? [])].filter((name) => !rule.group_by.includes(name));
    return finish({ ...rule, carries: carries.map((name) => ({ name, read: fieldReader(name) })) });
  });
  const detections = [...compiled.values()].filter((rule) => rule.kind === 'detection').map(finish);
  const consumers = new Map<string, { rule: CorrelationRule; step: number }[]>();
  for (const rule of ready) {
    for (const [step, { rule: key }] of rule.steps.entries())
      consumers.set(key, [...(consumers.get(key) ?? []), { rule, step }]);
  }
  const byKey = new Map<string, Rule>([...detections, ...ready].map((rule) => [rule.key, rule]));
  return { detections, correlations: ready, byKey, consumers, warnings };
}
