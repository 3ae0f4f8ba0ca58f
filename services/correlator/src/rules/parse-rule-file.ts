import { type Document, isMap, LineCounter, parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { CorrelationDocument, DetectionDocument } from './rule-document.ts';
import type { RuleError } from './rule-error.ts';

/** A document with a way to say where in the file a part of it stands. */
export interface Located<T> {
  readonly document: T;
  errorAt(path: readonly PropertyKey[], message: string): RuleError;
}

export interface RuleFile {
  readonly correlations: readonly Located<CorrelationDocument>[];
  readonly detections: readonly Located<DetectionDocument>[];
  readonly errors: readonly RuleError[];
}

/** Rules are written by hand: a file beyond this is not one. */
const FILE_LENGTH_MAX = 256 * 1024;
/** Nodes that aliases may add: rules repeat a list or two, a bomb repeats everything. */
const ALIASES_MAX = 20;

/** Reads one file of Sigma documents. Everything wrong is reported, with its place; nothing wrong is let through. */
export function parseRuleFile(file: string, text: string): RuleFile {
  const correlations: Located<CorrelationDocument>[] = [];
  const detections: Located<DetectionDocument>[] = [];
  const errors: RuleError[] = [];
  if (text.length > FILE_LENGTH_MAX) {
    const message = `is longer than ${FILE_LENGTH_MAX} characters: split it into several files`;
    return { correlations, detections, errors: [{ file, line: 1, column: 1, pointer: '', message }] };
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
    if (isMap(parsed.contents) && parsed.contents.has('correlation')) {
      check(CorrelationDocument, value, errorAt, correlations, errors);
    } else {
      check(DetectionDocument, value, errorAt, detections, errors);
    }
  }
  return { correlations, detections, errors };
}

/** The yaml package throws for aliases without an anchor and for those that would blow up the document. */
function readValue(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: ALIASES_MAX });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function check<S extends z.ZodType>(
  schema: S,
  value: unknown,
  errorAt: Located<z.infer<S>>['errorAt'],
  found: Located<z.infer<S>>[],
  errors: RuleError[],
): void {
  const result = schema.safeParse(value);
  if (result.success) {
    found.push({ document: result.data, errorAt });
    return;
  }
  for (const issue of result.error.issues) {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
    const message = issue.code === 'unrecognized_keys' ? 'is not known here' : issue.message;
    errors.push(errorAt(path, message));
  }
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
