import type { Fields } from './fields.ts';

/** What a detection asks, as a tree: to run it, to find rules by field, and to say why it did not match. */
export type TestTree =
  | {
      readonly kind: 'test';
      /** As in the rule: `tool.name|contains`. */
      readonly key: string;
      readonly field: string | null;
      readonly wanted: string;
      readonly read: (fields: Fields) => unknown;
      readonly passes: (fields: Fields) => boolean;
      /** Lower-case texts of which the field must be one; null where it may be something else. */
      readonly equals: readonly string[] | null;
    }
  | { readonly kind: 'all' | 'any'; readonly label: string; readonly parts: readonly TestTree[] }
  | { readonly kind: 'not'; readonly part: TestTree };

/** The tree as one function. */
export function compileTree(tree: TestTree): (fields: Fields) => boolean {
  if (tree.kind === 'test') return tree.passes;
  if (tree.kind === 'not') {
    const part = compileTree(tree.part);
    return (fields) => !part(fields);
  }
  const parts = tree.parts.map(compileTree);
  const [first, second] = parts;
  if (first !== undefined && parts.length === 1) return first;
  if (first !== undefined && second !== undefined && parts.length === 2) {
    return tree.kind === 'all'
      ? (fields) => first(fields) && second(fields)
      : (fields) => first(fields) || second(fields);
  }
  return tree.kind === 'all'
    ? (fields) => parts.every((part) => part(fields))
    : (fields) => parts.some((part) => part(fields));
}

/** A field and a value of it, in lower case. */
export type Anchor = readonly [field: string, value: string];
/** A rule with more ways to begin than this is simply asked about every event. */
const ANCHORS_MAX = 64;

/** Pairs of which an event has at least one whenever the tree matches it; null where nothing of the kind is sure. */
export function anchorsOf(tree: TestTree): readonly Anchor[] | null {
  if (tree.kind === 'not') return null;
  if (tree.kind === 'test') {
    const { field, equals } = tree;
    return field === null || equals === null ? null : equals.map((value) => [field, value] as const);
  }
  const parts = tree.parts.map(anchorsOf);
  if (tree.kind === 'all') {
    const sure = parts.filter((part) => part !== null).sort((a, b) => a.length - b.length);
    return sure[0] ?? null;
  }
  const all: Anchor[] = [];
  for (const part of parts) {
    if (part === null) return null;
    all.push(...part);
  }
  return all.length > ANCHORS_MAX ? null : all;
}

export interface Explained {
  readonly passed: boolean;
  readonly what: string;
  /** For a single test: what the event has there. */
  readonly found?: string;
  readonly parts?: readonly Explained[];
}

const SHOWN_LENGTH_MAX = 160;

/** Evaluates every node, also where the outcome is settled, and says what was asked and what was found. */
export function explainTree(tree: TestTree, fields: Fields): Explained {
  if (tree.kind === 'not') {
    const part = explainTree(tree.part, fields);
    return { passed: !part.passed, what: 'not', parts: [part] };
  }
  if (tree.kind === 'test') {
    const passed = tree.passes(fields);
    const found = tree.field === null ? undefined : tree.read(fields);
    const shown =
      tree.field === null
        ? 'the whole event'
        : found === undefined
          ? 'the event has no such field'
          : shorten(JSON.stringify(found));
    return { passed, what: `${tree.key}: ${shorten(tree.wanted)}`, found: shown };
  }
  const parts = tree.parts.map((part) => explainTree(part, fields));
  const passed = tree.kind === 'all' ? parts.every((part) => part.passed) : parts.some((part) => part.passed);
  return {
    passed,
    what: tree.label === '' ? (tree.kind === 'all' ? 'all of' : 'any of') : tree.label,
    parts,
  };
}

function shorten(text: string): string {
  return text.length <= SHOWN_LENGTH_MAX ? text : `${text.slice(0, SHOWN_LENGTH_MAX - 1)}…`;
}
