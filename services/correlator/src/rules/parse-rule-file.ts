import { type Document, isMap, LineCounter, parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { CorrelationDocument, DetectionDocument, FilterDocument } from './rule-document.ts';
import type { RuleError } from './rule-error.ts';

/** A document with a way to say where in the file a part of it stands. */
export interface Located<T> {
  readonly file: string;
  readonly document: T;
  errorAt(path: readonly PropertyKey[], message: string): RuleError;
}

export interface RuleFile {
  readonly correlations: readonly Located<CorrelationDocument>[];
  readonly detections: readonly Located<DetectionDocument>[];
  readonly filters: readonly Located<FilterDocument>[];
  readonly errors: readonly RuleError[];
}

/** Rules are written by hand: a file beyond this is not one. */
const FILE_LENGTH_MAX = 1024 ** 2;
/** Nodes that aliases may add: rules repeat a list or two, a bomb repeats everything. */
const ALIASES_MAX = 20;

/** Reads one file of Sigma documents. Everything wrong is reported, with its place; nothing wrong is let through. */
export function parseRuleFile(file: string, text: string): RuleFile {
  const correlations: Located<CorrelationDocument>[] = [];
  const detections: Located<DetectionDocument>[] = [];
  const filters: Located<FilterDocument>[] = [];
  const errors: RuleError[] = [];
  if (text.length > FILE_LENGTH_MAX) {
    const message = `is longer than ${FILE_LENGTH_MAX} characters: split it into several files`;
    return {
      correlations,
      detections,
      filters,
      errors: [{ file, line: 1, column: 1, pointer: '', message }],
    };
  }
  const lines = new LineCounter();
  for (const parsed of parseAllDocuments(text, { lineCounter: lines })) {
    const errorAt = (path: readonly PropertyKey[], message: string): RuleError => {
      const { line, col } = lines.linePos(offsetOf(parsed, path));
      return { file, line, column: col, pointer: path.map(String).join('.'), message };
    };
    const fault = parsed.errors[0];
    if (fault !== undefined) {
      const { line, col } = lines.linePos(fault.pos[0]);
      errors.push({ file, line, column: col, pointer: '', message: firstLine(fault.message) });
      continue;
    }
    const value = readValue(parsed);
    if (value instanceof Error) {
      errors.push(errorAt([], firstLine(value.message)));
      continue;
    }
    if (value === null) continue;
    if (!isMap(parsed.contents)) {
      errors.push(errorAt([], 'is not a rule: a rule is a map with a detection, a correlation or a filter'));
      continue;
    }
    const has = (key: string) => isMap(parsed.contents) && parsed.contents.has(key);
    if (has('action')) {
      errors.push(
        errorAt(
          ['action'],
          'is a rule collection of the old kind, which is not supported: write each rule out',
        ),
      );
      continue;
    }
    const gathered = gatherFleet(value);
    const at: typeof errorAt = (path, message) => errorAt(dottedPath(path, has), message);
    if (has('correlation')) check(CorrelationDocument, file, gathered, at, correlations, errors);
    else if (has('filter')) check(FilterDocument, file, gathered, at, filters, errors);
    else check(DetectionDocument, file, gathered, at, detections, errors);
  }
  return { correlations, detections, filters, errors };
}

/** The yaml package throws for aliases without an anchor and for those that would blow up the document. */
function readValue(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: ALIASES_MAX });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** `fleet.window: …` beside `fleet: { window: … }`: both mean the same. */
function gatherFleet(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const own = Object.entries(value);
  const dotted = own.filter(([key]) => key.startsWith('fleet.'));
  if (dotted.length === 0) return value;
  const nested: unknown = Reflect.get(value, 'fleet');
  const fleet = {
    ...(typeof nested === 'object' ? nested : {}),
    ...Object.fromEntries(dotted.map(([key, part]) => [key.slice('fleet.'.length), part])),
  };
  return { ...Object.fromEntries(own.filter(([key]) => !key.startsWith('fleet.'))), fleet };
}

/** Where the file itself has it: ['fleet', 'gap'] may stand there as ['fleet.gap']. */
function dottedPath(path: readonly PropertyKey[], has: (key: string) => boolean): readonly PropertyKey[] {
  const [first, second, ...rest] = path;
  const key = `fleet.${String(second)}`;
  return first === 'fleet' && has(key) ? [key, ...rest] : path;
}

function check<S extends z.ZodType>(
  schema: S,
  file: string,
  value: unknown,
  errorAt: Located<z.infer<S>>['errorAt'],
  found: Located<z.infer<S>>[],
  errors: RuleError[],
): void {
  const result = schema.safeParse(value);
  if (result.success) {
    found.push({ file, document: result.data, errorAt });
    return;
  }
  for (const issue of result.error.issues.flatMap(deepest)) {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
    errors.push(errorAt(path, messageOf(issue)));
  }
}

/** Of a union's branches the one that came furthest says most; where none did, the union's own message. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const further = issue.errors
    .map((branch) => branch.filter((each) => each.path.length > 0 || each.code === 'unrecognized_keys'))
    .find((branch) => branch.length > 0);
  return further === undefined
    ? [issue]
    : further.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return 'is not known here';
  if (issue.code === 'invalid_type' && issue.input === undefined)
    return `is missing or is not ${issue.expected}`;
  return issue.message;
}

/** Offset of the deepest node on the path that exists; for a missing key that is its parent. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => String(item.key) === String(key));
      const range = pair === undefined ? undefined : rangeOf(pair.key);
      if (range !== undefined) return range;
    }
    const range = rangeOf(document.getIn(path.slice(0, length), true));
    if (range !== undefined) return range;
  }
  return rangeOf(document.contents) ?? 0;
}

function rangeOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const { range } = node;
  const start: unknown = Array.isArray(range) ? range[0] : undefined;
  return typeof start === 'number' ? start : undefined;
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}
