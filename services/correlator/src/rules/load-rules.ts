import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ConfigError } from '@clawnex/shared/kernel/config.ts';
import { compileDetection, type Matcher } from './compile-detection.ts';
import { type Located, parseRuleFile } from './parse-rule-file.ts';
import type { CorrelationRule } from './rule.ts';
import { type CorrelationDocument, type DetectionDocument, LEVEL_SEVERITY } from './rule-document.ts';
import { describeRuleError, type RuleError } from './rule-error.ts';

export type LoadedRules = { ok: true; rules: CorrelationRule[] } | { ok: false; errors: RuleError[] };

/** Events of an outage over a day reach the stream late: they still belong to their windows. */
const LATENESS_DEFAULT_MS = 24 * 3_600_000;

/** Reads every .yaml and .yml file of a folder. Throws `ConfigError` when the folder cannot be read. */
export function loadRuleFolder(folder: string): LoadedRules {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`correlator: the rules folder ${folder} cannot be read (${why}).`);
  }
  return compileRules(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const));
}

/** All or nothing: one faulty rule keeps all of them out, so that a half-loaded set never runs unnoticed. */
export function compileRules(files: Iterable<readonly [file: string, text: string]>): LoadedRules {
  const errors: RuleError[] = [];
  const correlations: Located<CorrelationDocument>[] = [];
  const detections = new Map<string, Matcher>();
  const names = new Set<string>();
  const claim = (located: Located<CorrelationDocument | DetectionDocument>) => {
    const { name } = located.document;
    if (names.has(name)) errors.push(located.errorAt(['name'], `"${name}" is the name of another rule too`));
    names.add(name);
  };
  for (const [file, text] of files) {
    const parsed = parseRuleFile(basename(file), text);
    errors.push(...parsed.errors);
    correlations.push(...parsed.correlations);
    for (const located of [...parsed.detections, ...parsed.correlations]) claim(located);
    for (const located of parsed.detections) {
      const compiled = compileDetection(located.document);
      if (compiled.ok) detections.set(located.document.name, compiled.matches);
      else errors.push(...compiled.errors.map(({ path, message }) => located.errorAt(path, message)));
    }
  }
  const chained = new Set(correlations.map((located) => located.document.name));
  const rules = correlations.map((located) =>
    compileCorrelation(located, detections, names, chained, errors),
  );
  return errors.length > 0 ? { ok: false, errors } : { ok: true, rules };
}

/** The one sentence for a folder that does not load; the rest of the errors go to the log. */
export function describeRuleErrors(errors: readonly RuleError[]): string {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `correlator: ${first === undefined ? 'rules do not load' : describeRuleError(first)}${more}`;
}

function compileCorrelation(
  located: Located<CorrelationDocument>,
  detections: ReadonlyMap<string, Matcher>,
  names: ReadonlySet<string>,
  chained: ReadonlySet<string>,
  errors: RuleError[],
): CorrelationRule {
  const { document } = located;
  const { correlation, fleet } = document;
  const matchers: Matcher[] = [];
  for (const [index, name] of correlation.rules.entries()) {
    const matcher = detections.get(name);
    if (matcher !== undefined) matchers.push(matcher);
    else if (chained.has(name))
      errors.push(
        located.errorAt(['correlation', 'rules', index], `names the correlation "${name}": not supported`),
      );
    // A detection that failed to compile was reported where it stands.
    else if (!names.has(name))
      errors.push(located.errorAt(['correlation', 'rules', index], `names "${name}", which no file defines`));
  }
  return {
    name: document.name,
    title: document.title,
    severity: LEVEL_SEVERITY[document.level],
    group_by: correlation['group-by'],
    timespan_ms: correlation.timespan,
    lateness_ms: fleet.lateness ?? LATENESS_DEFAULT_MS,
    at_least: correlation.condition.gte,
    count_once_by: fleet.count_once_by ?? null,
    why: fleet.why,
    matches: (fields) => matchers.some((matches) => matches(fields)),
  };
}
