import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ConfigError } from '@clawnex/shared/kernel/config.ts';
import { type CompiledRules, compileRules } from './compile-rules.ts';
import { describeRuleError, type RuleError } from './rule-error.ts';

/** A folder of rules is written by people; past this it is the wrong folder. */
const FILES_MAX = 20_000;

export type RuleFiles = readonly (readonly [file: string, text: string])[];

/** Reads every .yaml and .yml file of a folder and its subfolders, in order of their names; or one file. */
export function readRuleFiles(folder: string): RuleFiles {
  try {
    if (statSync(folder).isFile()) return [[folder, readFileSync(folder, 'utf8')]];
    const names = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.ya?ml$/i.test(entry.name))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .sort();
    if (names.length > FILES_MAX)
      throw new ConfigError(`correlator: the rules folder ${folder} has more than ${FILES_MAX} files.`);
    return names.map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`correlator: the rules folder ${folder} cannot be read (${why}).`);
  }
}

export function loadRuleFolder(folder: string, options: { leave_out_faulty?: boolean } = {}): CompiledRules {
  const files = readRuleFiles(folder);
  if (files.length === 0)
    throw new ConfigError(`correlator: the rules folder ${folder} has no .yaml or .yml file.`);
  return compileRules(files, options);
}

/** The one sentence for a folder that does not load; the rest of the errors go to the log. */
export function describeRuleErrors(errors: readonly RuleError[]): string {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `correlator: ${first === undefined ? 'rules do not load' : describeRuleError(first)}${more}`;
}
