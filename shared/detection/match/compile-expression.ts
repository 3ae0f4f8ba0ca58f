import { boundSteps } from './bound-steps.ts';
import { extractAnchor, extractShape, LOOSE_BITS, measureLength, STRICT_BITS } from './extract-literals.ts';
import { type Mask, makeGuard } from './guard.ts';
import { type Node, parseExpression, SyntaxFault } from './parse-expression.ts';
import type { Gap, Part } from './plan.ts';

/** A part before its sets have numbers and its literals have places in an index. */
export type PlannedPart = Omit<Part<Mask>, 'ends'>;

/** An expression's parts in order; between two parts a gap. */
export interface ExpressionPlan {
  parts: PlannedPart[];
  gaps: Gap[];
}

export type ExpressionResult = { ok: true; plans: ExpressionPlan[] } | { ok: false; message: string };

/** Character tests of one attempt at one place. With it a scan's work is at most this times the text's length times the parts. */
export const MAX_STEPS = 4_096;
/** A gap bridges a clause, not a document. */
export const MAX_GAP = 240;
/** Longest match of a whole expression; chunks of a big text overlap by it. */
export const MAX_MATCH_LENGTH = 4_000;
const MAX_PARTS = 6;
/** How far before a rule's own anchor its match may start. */
const MAX_ANCHOR_REACH = 256;

/** Turns an expression into plans that provably run in linear time, or says why it cannot. */
export function compileExpression(
  source: string,
  exact: boolean,
  anchors?: readonly string[],
): ExpressionResult {
  try {
    const { root, captures } = parseExpression(source);
    if (captures > 1)
      return fail('only one capturing group, the value, is allowed: write (?: for the others');
    const options = listOptions(root);
    return { ok: true, plans: options.map((option) => planSequence(option, source, exact, anchors)) };
  } catch (error) {
    if (error instanceof SyntaxFault) return fail(error.message);
    throw error;
  }
}

/** Alternatives that make up the whole expression, in a group or not: each is its own expression with its own literals. */
function listOptions(root: Node): Node[] {
  if (root.kind === 'alt') return root.options.flatMap(listOptions);
  const [only] = root.kind === 'seq' && root.items.length === 1 ? root.items : [];
  return only?.kind === 'alt' ? only.options.flatMap(listOptions) : [root];
}

function fail(message: string): { ok: false; message: string } {
  return { ok: false, message };
}

function planSequence(
  root: Node,
  source: string,
  exact: boolean,
  anchors: readonly string[] | undefined,
): ExpressionPlan {
  const items = root.kind === 'seq' ? root.items : [root];
  const pieces: Node[][] = [[]];
  const gaps: Gap[] = [];
  for (const [index, item] of items.entries()) {
    if (index > 0 && index < items.length - 1 && isGap(item, source)) {
      if (item.max > MAX_GAP)
        throw new SyntaxFault(`a gap of ${item.max} characters is longer than ${MAX_GAP}`);
      gaps.push({
        min: item.min,
        max: item.max,
        ...(source[item.from] === '.' ? {} : { allowed: item.item.set }),
      });
      pieces.push([]);
    } else pieces.at(-1)?.push(item);
  }
  if (pieces.length > MAX_PARTS) throw new SyntaxFault(`more than ${MAX_PARTS - 1} gaps`);
  const nodes = pieces.map(toSequence);
  // Common literals set off too many attempts: only where the expression has no better one.
  const strict = nodes.some((node) => extractAnchor(node, STRICT_BITS) !== undefined);
  const parts = nodes.map((node, index) => {
    const part = planPart(
      node,
      source,
      exact,
      strict ? STRICT_BITS : LOOSE_BITS,
      pieces.length === 1 ? anchors : undefined,
    );
    if (part.hasValue && index < pieces.length - 1)
      throw new SyntaxFault('the value must stand in the last piece');
    return part;
  });
  if (pieces.length > 1 && !parts.some((part) => part.literals.length > 0))
    throw new SyntaxFault('no piece between the gaps holds a literal of 3 or more characters');
  const length =
    parts.reduce((sum, part) => sum + part.maxLength, 0) + gaps.reduce((sum, gap) => sum + gap.max, 0);
  if (length > MAX_MATCH_LENGTH)
    throw new SyntaxFault(
      `a match could be ${length} characters long; at most ${MAX_MATCH_LENGTH} are allowed`,
    );
  return { parts, gaps };
}

type GapNode = Extract<Node, { kind: 'repeat' }> & { item: Extract<Node, { kind: 'chars' }> };

function isGap(item: Node, source: string): item is GapNode {
  return (
    item.kind === 'repeat' &&
    item.max > 1 &&
    item.item.kind === 'chars' &&
    (source[item.from] === '.' || source.startsWith('[^\\n', item.from))
  );
}

function toSequence(items: Node[]): Node {
  return { kind: 'seq', items, from: items[0]?.from ?? 0, to: items.at(-1)?.to ?? 0 };
}

function planPart(
  node: Node,
  source: string,
  exact: boolean,
  minBits: number,
  anchors: readonly string[] | undefined,
): PlannedPart {
  const text = source.slice(node.from, node.to);
  const length = measureLength(node);
  if (length.min === 0) throw new SyntaxFault(`"${text.slice(0, 40)}" can match nothing at all`);
  const steps = boundSteps(node);
  if (steps > MAX_STEPS) {
    throw new SyntaxFault(
      `"${text.slice(0, 60)}" may test ${Number.isFinite(steps) ? Math.round(steps) : 'endlessly many'} characters at one place (at most ${MAX_STEPS}): ` +
        'shorten repeats, or let what follows a repeat start with other characters than it repeats',
    );
  }
  if (!exact && text !== foldSource(text))
    throw new SyntaxFault(
      'capital letters never match lower-cased text: write lower case or set letters: exact',
    );
  new RegExp(text, 'my');
  const base = {
    source: text,
    exact,
    steps,
    minLength: length.min,
    maxLength: length.max,
    hasValue: holdsValue(text),
  };
  // Only a whole expression without a literal is worth spelling out shapes; a weak piece of several waits for the others.
  const own =
    extractAnchor(node, minBits) ?? (anchors || minBits === STRICT_BITS ? undefined : extractShape(node));
  if (own || !anchors)
    return {
      ...base,
      ...(own ?? { literals: [], minBefore: 0, maxBefore: 0 }),
      guard: makeGuard(node, source, own === undefined),
    };
  if (length.max > MAX_ANCHOR_REACH)
    throw new SyntaxFault(`with "anchors" a match may be at most ${MAX_ANCHOR_REACH} characters long`);
  const required = anchors.map((anchor) => anchor.toLowerCase());
  return {
    ...base,
    literals: required,
    minBefore: 0,
    maxBefore: length.max,
    required,
    guard: makeGuard(node, source, false),
  };
}

/** Lower-cases what stands for itself; \W, \S, \D, \B and \uXXXX keep their letters. */
function foldSource(text: string): string {
  return text.replaceAll(/\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\[\s\S]|[A-Z]/g, (piece) =>
    piece.length > 1 ? piece : piece.toLowerCase(),
  );
}

function holdsValue(text: string): boolean {
  return /\((?!\?)/.test(text.replaceAll(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]/g, ''));
}
