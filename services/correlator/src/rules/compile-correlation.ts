import { sha256 } from '@clawnex/shared/kernel/ids.ts';
import { fieldReader } from '../sigma/fields.ts';
import { compileMeasure } from './compile-measure.ts';
import { referencesOf } from './order-rules.ts';
import type { CorrelationRule, Rule, Step } from './rule.ts';
import type { RuleError } from './rule-error.ts';
import { factsOf } from './rule-facts.ts';
import type { RuleIndex, Source } from './rule-index.ts';

/** Steps are bits of a number. */
const STEPS_MAX = 30;
/** Events of an outage over a day reach the stream late: they still belong to their windows. */
export const LATENESS_DEFAULT_MS = 24 * 3_600_000;
/** To say that something did not happen, waiting a day is too long; what comes later still takes the alert back. */
const ABSENCE_LATENESS_DEFAULT_MS = 30_000;

/** Compiles one correlation whose references are known to exist. Returns null and reports what is wrong. */
export function compileCorrelation(
  source: Source & { kind: 'correlation' },
  depth: number,
  index: RuleIndex,
  compiled: ReadonlyMap<string, Rule>,
  errors: RuleError[],
): CorrelationRule | null {
  const { located } = source;
  const { document } = located;
  const { correlation } = document;
  const fleet = document.fleet ?? {};
  const before = errors.length;
  const report = (path: readonly PropertyKey[], message: string) =>
    errors.push(located.errorAt(path, message));

  const measured = compileMeasure(correlation, fleet.absence ?? []);
  if (!measured.ok) for (const { path, message } of measured.errors) report(path, message);
  const references = referencesOf(source).map(({ name }) => name);
  const expected = measured.ok ? [...references, ...measured.absent] : references;
  const names = [...new Set(expected)];
  // The same rule twice in an order means twice.
  const repeated =
    correlation.type === 'temporal_ordered' && new Set(correlation.rules).size < correlation.rules.length;
  const order = repeated ? expected : names;
  if (order.length > STEPS_MAX) report(['correlation', 'rules'], `names more than ${STEPS_MAX} rules`);
  const groupBy = correlation['group-by'] ?? [];
  const steps: Step[] = [];
  for (const name of order) {
    const target = index.find(name);
    const rule = target === undefined ? undefined : compiled.get(target.key);
    if (target === undefined) {
      if (!references.includes(name))
        report(
          ['correlation', 'condition'],
          `names "${name}", which is none of its rules${index.suggest(name)}`,
        );
      continue;
    }
    if (rule === undefined) {
      report(['correlation', 'rules'], `names "${name}", which does not load`);
      continue;
    }
    steps.push({
      rule: rule.key,
      title: rule.title,
      groupBy: groupBy.map((field) =>
        fieldReader(
          aliasOf(correlation.aliases, field, [
            name,
            target.key,
            target.located.document.name,
            target.located.document.id,
          ]) ?? field,
        ),
      ),
      absent: measured.ok && measured.absent.includes(name),
    });
  }
  for (const [alias, fields] of Object.entries(correlation.aliases ?? {})) {
    for (const name of Object.keys(fields)) {
      const key = index.find(name)?.key;
      if (key === undefined || !steps.some((step) => step.rule === key))
        report(['correlation', 'aliases', alias, name], 'is none of the rules of this correlation');
    }
  }
  const window = fleet.window ?? 'sliding';
  if (fleet.gap !== undefined && window !== 'session')
    report(['fleet', 'gap'], 'belongs to "window: session"');
  if (window === 'session' && fleet.gap === undefined)
    report(['fleet', 'window'], 'is "session": say with fleet.gap how long a silence ends one');
  const by = fleet.suppress?.by;
  if (by !== undefined) {
    if (by.length === 0)
      report(['fleet', 'suppress', 'by'], 'is empty: that would mute the rule for everyone, name an entity');
    const other = [...by].sort().join() !== [...groupBy].sort().join();
    if (by.length > 0 && other)
      report(['fleet', 'suppress', 'by'], 'must name the fields of group-by: other keys are not supported');
  }
  // What it refers to and is missing was reported where it is known to be.
  if (errors.length > before || steps.length < order.length || !measured.ok) return null;
  const { measure } = measured;
  const evaluation = evaluationOf(measured.evaluation, window, fleet.window !== undefined, measure.of);
  const timespan_ms = correlation.timespan;
  return {
    ...factsOf(source),
    kind: 'correlation',
    alerts: true,
    meaning: sha256(
      JSON.stringify([
        correlation,
        fleet.window,
        fleet.gap,
        fleet.suppress,
        fleet.absence,
        fleet.count_once_by,
        steps.map((step) => compiled.get(step.rule)?.meaning),
      ]),
    ),
    type: correlation.type,
    steps,
    group_by: groupBy,
    timespan_ms,
    lateness_ms:
      fleet.lateness ??
      (evaluation === 'absent' || evaluation === 'closing'
        ? ABSENCE_LATENESS_DEFAULT_MS
        : LATENESS_DEFAULT_MS),
    quiet_ms: Math.max(fleet.suppress?.for ?? 0, timespan_ms),
    evaluation,
    window,
    gap_ms: fleet.gap ?? 0,
    measure,
    measure_names: typeof correlation.condition === 'object' ? (correlation.condition.field ?? []) : [],
    countOnceBy: fleet.count_once_by === undefined ? null : fieldReader(fleet.count_once_by),
    depth,
    carries: [],
  };
}

function evaluationOf(
  wanted: CorrelationRule['evaluation'],
  window: CorrelationRule['window'],
  said: boolean,
  of: CorrelationRule['measure']['of'],
): CorrelationRule['evaluation'] {
  if (wanted === 'ordered' || wanted === 'absent') return wanted;
  if (window !== 'sliding') return 'closing';
  // Whoever writes "sliding" wants the average of what there is so far.
  return said && (of === 'average' || of === 'percentile') ? 'sliding' : wanted;
}

function aliasOf(
  aliases: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined,
  field: string,
  names: readonly (string | undefined)[],
): string | undefined {
  const alias = aliases?.[field];
  if (alias === undefined) return undefined;
  for (const name of names) {
    if (name !== undefined && Object.hasOwn(alias, name)) return alias[name];
  }
  return undefined;
}
