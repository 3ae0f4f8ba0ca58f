import { compileValue, type ValueTest, type Wanted } from './compile-value.ts';
import { type FieldReader, type Fields, fieldReader, textsIn } from './fields.ts';
import { readModifiers } from './modifiers.ts';
import { type Condition, namesOf, parseCondition } from './parse-condition.ts';
import type { TestTree } from './test-tree.ts';
import { parsePattern, patternTest } from './wildcard.ts';

export interface DetectionError {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
export type CompiledDetection = { ok: true; tree: TestTree } | { ok: false; errors: DetectionError[] };

/** Compiles the selections and the condition of a `detection` (or `filter`) section that stands at `path`. */
export function compileDetection(
  section: Readonly<Record<string, unknown>>,
  path: readonly string[],
): CompiledDetection {
  const errors: DetectionError[] = [];
  const { condition, ...selections } = section;
  const trees = new Map<string, TestTree>();
  for (const [name, selection] of Object.entries(selections)) {
    if (name === 'timeframe') {
      errors.push({
        path: [...path, name],
        message: 'is not part of Sigma any more: write a correlation with a timespan',
      });
      continue;
    }
    const compiler = new SelectionCompiler(errors);
    trees.set(name, labelled(name, compiler.compile(selection, [...path, name])));
  }
  const at = [...path, 'condition'];
  const texts = Array.isArray(condition) ? condition : [condition];
  const parts: TestTree[] = [];
  for (const text of texts) {
    if (typeof text !== 'string') {
      errors.push({
        path: at,
        message: condition === undefined ? 'is missing: say which selections must match' : 'is not a text',
      });
      continue;
    }
    const parsed = parseCondition(text);
    if (!parsed.ok) errors.push({ path: at, message: parsed.message });
    else parts.push(toTree(parsed.condition, trees, at, errors));
  }
  if (errors.length > 0) return { ok: false, errors };
  return {
    ok: true,
    tree: parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'any', label: '', parts },
  };
}

function labelled(name: string, tree: TestTree): TestTree {
  return tree.kind === 'test' || tree.kind === 'not'
    ? { kind: 'all', label: name, parts: [tree] }
    : { ...tree, label: name };
}

function toTree(
  condition: Condition,
  trees: ReadonlyMap<string, TestTree>,
  at: readonly string[],
  errors: DetectionError[],
): TestTree {
  const known = [...trees.keys()];
  switch (condition.kind) {
    case 'name': {
      const tree = trees.get(condition.name);
      if (tree === undefined)
        errors.push({
          path: at,
          message: `names "${condition.name}", which is no selection here: these are ${known.join(', ')}`,
        });
      return tree ?? { kind: 'any', label: condition.name, parts: [] };
    }
    case 'of': {
      const names = namesOf(condition.pattern, known);
      if (names.length === 0)
        errors.push({
          path: at,
          message: `has "of ${condition.pattern}", which stands for no selection here: these are ${known.join(', ')}`,
        });
      return {
        kind: condition.every ? 'all' : 'any',
        label: `${condition.every ? 'all' : '1'} of ${condition.pattern}`,
        parts: names.flatMap((name) => trees.get(name) ?? []),
      };
    }
    case 'not':
      return { kind: 'not', part: toTree(condition.operand, trees, at, errors) };
    default: {
      const parts = [condition.left, condition.right].map((side) => toTree(side, trees, at, errors));
      return { kind: condition.kind === 'and' ? 'all' : 'any', label: '', parts };
    }
  }
}

class SelectionCompiler {
  readonly #errors: DetectionError[];

  constructor(errors: DetectionError[]) {
    this.#errors = errors;
  }

  /** A map (all must hold), or a list of maps and keywords (any). */
  compile(selection: unknown, path: readonly PropertyKey[]): TestTree {
    if (Array.isArray(selection)) {
      if (selection.length === 0) this.#refuse(path, 'is empty');
      return {
        kind: 'any',
        label: '',
        parts: selection.map((each, index) => this.compile(each, [...path, index])),
      };
    }
    if (isRecord(selection)) {
      const parts = Object.entries(selection).map(([key, value]) => this.#field(key, value, [...path, key]));
      if (parts.length === 0) this.#refuse(path, 'is empty');
      return { kind: 'all', label: '', parts };
    }
    if (typeof selection === 'string' || typeof selection === 'number') return keyword(String(selection));
    this.#refuse(path, 'is neither a map of fields nor a list of maps or keywords');
    return { kind: 'any', label: '', parts: [] };
  }

  #field(key: string, value: unknown, path: readonly PropertyKey[]): TestTree {
    const values = (Array.isArray(value) ? value : [value]) as unknown[];
    const wanted = values.filter(isWanted);
    if (wanted.length !== values.length || values.length === 0) {
      return this.#refuse(
        path,
        values.length === 0 ? 'is an empty list' : 'has a value that is no text, number, true, false or null',
      );
    }
    const read = readModifiers(key);
    if (!read.ok) return this.#refuse(path, read.message);
    const { modifiers } = read;
    if (modifiers.field === '') {
      const { all, kind, placement } = modifiers;
      if (
        kind !== 'text' ||
        placement !== 'whole' ||
        modifiers.transformations.length > 0 ||
        modifiers.negated
      ) {
        return this.#refuse(path, 'has a modifier that keywords do not take: only "|all" is known there');
      }
      return { kind: all ? 'all' : 'any', label: '', parts: wanted.map((each) => keyword(String(each))) };
    }
    const compiled = wanted.map((each) => compileValue(each, modifiers));
    const fault = compiled.find((each) => !each.ok);
    if (fault !== undefined && !fault.ok) return this.#refuse(path, fault.message);
    const tests = compiled.flatMap((each) => (each.ok ? [each.test] : []));
    const equals = compiled.map((each) => (each.ok ? each.equals : undefined));
    const reader = fieldReader(modifiers.field);
    const passes = passesOf(reader, tests, modifiers.all, modifiers.negated);
    const indexable = !modifiers.all && !modifiers.negated && !equals.includes(undefined);
    return {
      kind: 'test',
      key,
      field: modifiers.field,
      wanted: wanted.map((each) => JSON.stringify(each)).join(modifiers.all ? ' and ' : ' or '),
      read: reader,
      passes,
      equals: indexable ? equals.flatMap((each) => each ?? []) : null,
    };
  }

  #refuse(path: readonly PropertyKey[], message: string): TestTree {
    this.#errors.push({ path, message });
    return { kind: 'any', label: '', parts: [] };
  }
}

function passesOf(
  read: FieldReader,
  tests: readonly ValueTest[],
  all: boolean,
  negated: boolean,
): (fields: Fields) => boolean {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) {
    return negated
      ? (fields) => !passesOne(only, read(fields), fields)
      : (fields) => passesOne(only, read(fields), fields);
  }
  return (fields) => {
    const found = read(fields);
    const holds = all ? passesAll(tests, found, fields) : passesAny(tests, found, fields);
    return holds !== negated;
  };
}

/** Of an array any element may pass. */
function passesOne(test: ValueTest, found: unknown, fields: Fields): boolean {
  if (!Array.isArray(found) || found.length === 0) return test(found, fields);
  for (const each of found) if (test(each, fields)) return true;
  return false;
}

function passesAny(tests: readonly ValueTest[], found: unknown, fields: Fields): boolean {
  for (const test of tests) if (passesOne(test, found, fields)) return true;
  return false;
}

function passesAll(tests: readonly ValueTest[], found: unknown, fields: Fields): boolean {
  for (const test of tests) if (!passesOne(test, found, fields)) return false;
  return true;
}

/** A keyword stands anywhere in the event, wildcards included. */
function keyword(text: string): TestTree {
  const test = patternTest(parsePattern(text), 'contains', false);
  return {
    kind: 'test',
    key: 'keyword',
    field: null,
    wanted: JSON.stringify(text),
    read: () => undefined,
    passes: (fields) => {
      for (const each of textsIn(fields)) if (test(each)) return true;
      return false;
    },
    equals: null,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWanted(value: unknown): value is Wanted {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
