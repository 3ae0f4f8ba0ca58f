import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { RuleSource } from './rule-source.ts';
import { planRuleset, type RulesetPlan } from './ruleset.ts';

const ARTEFACT = join(import.meta.dirname, 'builtin-rules.json');
const RULES = join(import.meta.dirname, 'rules');

/** Every rule of the YAML files, in file order, checked. */
export function readRuleFiles(): RuleSource[] {
  const rules = readdirSync(RULES)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => readRuleFile(name));
  const result = planRuleset(rules);
  if (!result.ok) {
    throw new Error(
      result.errors.map((error) => `${error.rule}, ${error.where}: ${error.message}`).join('\n'),
    );
  }
  return rules;
}

function readRuleFile(name: string): RuleSource[] {
  const parsed = z.array(RuleSource).safeParse(parse(readFileSync(join(RULES, name), 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`rules/${name}: ${z.prettifyError(parsed.error)}`);
}

/** The artefact's text: the compiled rules without their examples, one thing a line so that a change shows as a small difference. */
export function renderArtefact(rules: readonly RuleSource[]): string {
  const result = planRuleset(rules);
  if (!result.ok) throw new Error('The rules do not compile.');
  const { version, infos, masks, parts, rules: compiled }: RulesetPlan = result.plan;
  const list = (items: readonly unknown[]): string =>
    `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  return `{"version":${JSON.stringify(version)},\n"infos":${list(infos)},\n"masks":${list(masks)},\n"parts":${list(parts)},\n"rules":${list(compiled)}}\n`;
}

if (import.meta.main) {
  const rules = readRuleFiles();
  writeFileSync(ARTEFACT, renderArtefact(rules));
  process.stdout.write(`${rules.length} rules written to builtin-rules.json\n`);
}
