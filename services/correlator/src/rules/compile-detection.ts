import { FIELD_NAMES, type Fields, type FieldValue, isFieldName } from '../events/signal.ts';
import { type Condition, parseCondition, selectionsOf } from './parse-condition.ts';
import type { DetectionDocument, FieldMap } from './rule-document.ts';

export type Matcher = (fields: Fields) => boolean;
interface DetectionError {
  readonly path: readonly string[];
  readonly message: string;
}
export type CompiledDetection = { ok: true; matches: Matcher } | { ok: false; errors: DetectionError[] };

type Comparison = (found: FieldValue, wanted: FieldValue) => boolean;

const text = (value: FieldValue) => String(value).toLowerCase();
const compareNumbers =
  (compare: (found: number, wanted: number) => boolean): Comparison =>
  (found, wanted) =>
    typeof found === 'number' && compare(found, Number(wanted));

/** Sigma modifiers that are supported. Text is compared without regard to case, as Sigma says. */
const MODIFIERS: Readonly<Record<string, Comparison>> = {
  contains: (found, wanted) => text(found).includes(text(wanted)),
  startswith: (found, wanted) => text(found).startsWith(text(wanted)),
  endswith: (found, wanted) => text(found).endsWith(text(wanted)),
  gt: compareNumbers((found, wanted) => found > wanted),
  gte: compareNumbers((found, wanted) => found >= wanted),
  lt: compareNumbers((found, wanted) => found < wanted),
  lte: compareNumbers((found, wanted) => found <= wanted),
};
const equals: Comparison = (found, wanted) => text(found) === text(wanted);

/** Turns a detection document into a function over an event's fields. */
export function compileDetection(document: DetectionDocument): CompiledDetection {
  const errors: DetectionError[] = [];
  const selections = new Map<string, Matcher>();
  const { condition: conditionText, ...maps } = document.detection;
  for (const [name, map] of Object.entries(maps)) {
    const alternatives = (Array.isArray(map) ? map : [map]).map((each) =>
      compileFieldMap(each, ['detection', name], errors),
    );
    selections.set(name, (fields) => alternatives.some((matches) => matches(fields)));
  }
  const parsed = parseCondition(conditionText);
  const at = ['detection', 'condition'];
  if (!parsed.ok) return { ok: false, errors: [...errors, { path: at, message: parsed.message }] };
  for (const name of selectionsOf(parsed.condition)) {
    if (selections.has(name)) continue;
    const known = [...selections.keys()].join(', ');
    errors.push({ path: at, message: `names "${name}", which is no selection here: these are ${known}` });
  }
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, matches: compileCondition(parsed.condition, selections) };
}

function compileCondition(condition: Condition, selections: ReadonlyMap<string, Matcher>): Matcher {
  if (condition.kind === 'selection') return selections.get(condition.name) ?? (() => false);
  if (condition.kind === 'not') {
    const operand = compileCondition(condition.operand, selections);
    return (fields) => !operand(fields);
  }
  const left = compileCondition(condition.left, selections);
  const right = compileCondition(condition.right, selections);
  return condition.kind === 'and'
    ? (fields) => left(fields) && right(fields)
    : (fields) => left(fields) || right(fields);
}

/** All entries of a map must hold; a list of values means any of them. */
function compileFieldMap(map: FieldMap, path: readonly string[], errors: DetectionError[]): Matcher {
  const tests: Matcher[] = [];
  for (const [key, value] of Object.entries(map)) {
    const at = [...path, key];
    const [field = '', modifier, ...more] = key.split('|');
    const wanted = Array.isArray(value) ? value : [value];
    if (!isFieldName(field)) {
      errors.push({ path: at, message: `names the field "${field}": fields are ${FIELD_NAMES.join(', ')}` });
      continue;
    }
    const compare = modifier === undefined ? equals : MODIFIERS[modifier];
    if (compare === undefined || more.length > 0) {
      const known = Object.keys(MODIFIERS).join(', ');
      errors.push({ path: at, message: `uses a modifier that is not supported: use one of ${known}` });
      continue;
    }
    if (wanted.some((each) => typeof each === 'string' && /[*?]/.test(each))) {
      errors.push({ path: at, message: 'has a wildcard: use |contains, |startswith or |endswith instead' });
      continue;
    }
    tests.push((fields) => {
      const found = fields[field];
      return found !== undefined && wanted.some((each) => compare(found, each));
    });
  }
  return (fields) => tests.every((test) => test(fields));
}
