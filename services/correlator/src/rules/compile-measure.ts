import type { DetectionError } from '../sigma/compile-detection.ts';
import { fieldReader } from '../sigma/fields.ts';
import { type Condition, namesOf, parseCondition } from '../sigma/parse-condition.ts';
import type { CorrelationRule, Measure } from './rule.ts';
import type { CorrelationDocument, Limits } from './rule-document.ts';

type Section = CorrelationDocument['correlation'];
export type CompiledMeasure =
  | {
      ok: true;
      measure: Measure;
      evaluation: CorrelationRule['evaluation'] /** Names that must be absent. */;
      absent: readonly string[];
    }
  | { ok: false; errors: DetectionError[] };

const MEASURE_OF: Readonly<Record<Section['type'], Measure['of']>> = {
  event_count: 'events',
  value_count: 'values',
  value_sum: 'sum',
  value_avg: 'average',
  value_percentile: 'percentile',
  temporal: 'steps',
  temporal_ordered: 'steps',
};
const COMPARE: Readonly<
  Record<'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq', (found: number, limit: number) => boolean>
> = {
  gt: (found, limit) => found > limit,
  gte: (found, limit) => found >= limit,
  lt: (found, limit) => found < limit,
  lte: (found, limit) => found <= limit,
  eq: (found, limit) => found === limit,
  neq: (found, limit) => found !== limit,
};

/** Compiles a correlation's condition: what is measured, when it is enough, and when that can be known. */
export function compileMeasure(section: Section, absence: readonly string[]): CompiledMeasure {
  const temporal = section.type === 'temporal' || section.type === 'temporal_ordered';
  if (typeof section.condition === 'string') {
    if (!temporal) return refuse([], `is an expression: "${section.type}" takes limits such as "gte: 3"`);
    if (absence.length > 0)
      return refuse([], 'is an expression beside fleet.absence: write the absence into the expression');
    return compileExpression(section, section.condition);
  }
  const limits = section.condition ?? {};
  if (absence.length > 0) {
    if (!temporal)
      return refuse([], `has fleet.absence, which only temporal types take; use "temporal"`, [
        'fleet',
        'absence',
      ]);
    const all = section.rules.join(' and ');
    if (section.condition !== undefined)
      return refuse([], 'has limits beside fleet.absence: all rules must be present there');
    return compileExpression(section, [all, ...absence.map((name) => `not ${name}`)].join(' and '));
  }
  return compileLimits(section, limits, temporal);
}

function compileLimits(section: Section, limits: Limits, temporal: boolean): CompiledMeasure {
  const { field, percentile, ...bounds } = limits;
  const given = Object.entries(bounds).filter(
    (bound): bound is [keyof typeof COMPARE, number] => bound[1] !== undefined,
  );
  const valued = section.type.startsWith('value_');
  if (valued && field === undefined)
    return refuse(['field'], `is missing: "${section.type}" needs to know the field whose values it reads`);
  if (!valued && field !== undefined) return refuse(['field'], `is not known for "${section.type}"`);
  if (section.type !== 'value_count' && (field?.length ?? 0) > 1)
    return refuse(['field'], `names several fields: only value_count takes more than one`);
  if (section.type === 'value_percentile' && percentile === undefined)
    return refuse(['percentile'], 'is missing: say which, from 0 to 100');
  if (section.type !== 'value_percentile' && percentile !== undefined)
    return refuse(['percentile'], `is not known for "${section.type}"`);
  if (given.length === 0) {
    if (!temporal) return refuse([], 'is missing: say how many, such as "gte: 3"');
    given.push(['gte', new Set(section.rules).size]);
  }
  const holds = (value: number) => given.every(([operator, limit]) => COMPARE[operator](value, limit));
  const rules = new Set(section.rules).size;
  const rising = given.every(([operator]) => operator === 'gt' || operator === 'gte');
  if (section.type === 'temporal_ordered' && (!holds(rules) || holds(rules - 1))) {
    return refuse([], 'asks for another number of rules than all: an order of only some is not supported');
  }
  const measure: Measure = {
    of: MEASURE_OF[section.type],
    fields: (field ?? []).map(fieldReader),
    percentile: percentile ?? 0,
    holds,
    expression: () => false,
  };
  if (section.type === 'temporal_ordered') return { ok: true, measure, evaluation: 'ordered', absent: [] };
  // An average or a quantile of half a window says nothing; an upper limit can still be broken until the window is over.
  const waits = !rising || measure.of === 'average' || measure.of === 'percentile';
  return { ok: true, measure, evaluation: waits ? 'closing' : 'sliding', absent: [] };
}

function compileExpression(section: Section, text: string): CompiledMeasure {
  const parsed = parseCondition(text);
  if (!parsed.ok) return refuse([], parsed.message);
  const names = new Map<string, boolean>();
  const errors: DetectionError[] = [];
  const known = [...section.rules];
  collect(parsed.condition, false);
  function collect(condition: Condition, negated: boolean): void {
    switch (condition.kind) {
      case 'not':
        collect(condition.operand, !negated);
        return;
      case 'and':
      case 'or':
        collect(condition.left, negated);
        collect(condition.right, negated);
        return;
      case 'name':
        note(condition.name, negated);
        return;
      case 'of': {
        const found = namesOf(condition.pattern, known);
        if (found.length === 0)
          errors.push(at([], `has "of ${condition.pattern}", which stands for none of the rules`));
        for (const name of found) note(name, negated);
      }
    }
  }
  function note(name: string, negated: boolean): void {
    if (names.get(name) === !negated) errors.push(at([], `wants "${name}" both present and absent`));
    names.set(name, negated);
  }
  const absent = [...names].filter(([, negated]) => negated).map(([name]) => name);
  const present = [...names].filter(([, negated]) => !negated).map(([name]) => name);
  if (present.length === 0)
    errors.push(at([], 'only says what must be absent: absence needs something present to be measured from'));
  if (section.type === 'temporal_ordered' && hasOr(parsed.condition))
    errors.push(at([], 'has "or", which an order of rules does not take: use "temporal"'));
  if (errors.length > 0) return { ok: false, errors };
  const steps = [...new Set([...section.rules, ...absent])];
  const expression = expressionOf(parsed.condition, steps, known);
  const measure: Measure = {
    of: 'expression',
    fields: [],
    percentile: 0,
    holds: (value) => value === 1,
    expression,
  };
  const evaluation =
    section.type === 'temporal_ordered' && absent.length === 0
      ? 'ordered'
      : absent.length > 0
        ? 'absent'
        : 'sliding';
  return { ok: true, measure, evaluation, absent };
}

function hasOr(condition: Condition): boolean {
  if (condition.kind === 'name') return false;
  if (condition.kind === 'of') return !condition.every;
  if (condition.kind === 'not') return hasOr(condition.operand);
  return condition.kind === 'or' || hasOr(condition.left) || hasOr(condition.right);
}

function expressionOf(
  condition: Condition,
  steps: readonly string[],
  known: readonly string[],
): Measure['expression'] {
  switch (condition.kind) {
    case 'name': {
      const step = steps.indexOf(condition.name);
      return (seen) => seen(step);
    }
    case 'of': {
      const indexes = namesOf(condition.pattern, known).map((name) => steps.indexOf(name));
      return condition.every ? (seen) => indexes.every(seen) : (seen) => indexes.some(seen);
    }
    case 'not': {
      const operand = expressionOf(condition.operand, steps, known);
      return (seen) => !operand(seen);
    }
    default: {
      const left = expressionOf(condition.left, steps, known);
      const right = expressionOf(condition.right, steps, known);
      return condition.kind === 'and'
        ? (seen) => left(seen) && right(seen)
        : (seen) => left(seen) || right(seen);
    }
  }
}

function at(path: readonly PropertyKey[], message: string): DetectionError {
  return { path: ['correlation', 'condition', ...path], message };
}

function refuse(
  path: readonly PropertyKey[],
  message: string,
  whole?: readonly PropertyKey[],
): CompiledMeasure {
  return { ok: false, errors: [whole === undefined ? at(path, message) : { path: whole, message }] };
}
