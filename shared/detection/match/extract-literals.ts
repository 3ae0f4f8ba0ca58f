import { listChars } from './char-set.ts';
import type { Node } from './parse-expression.ts';

/** Literals of which every match holds at least one, starting `minBefore`–`maxBefore` characters into the match. */
export interface Anchor {
  literals: string[];
  minBefore: number;
  maxBefore: number;
}

interface Facts {
  /** Every string the node can match, if they are few. */
  exact: string[] | undefined;
  best: Anchor | undefined;
  minLength: number;
  maxLength: number;
}

/** A literal set larger than this costs more states than it saves. */
const MAX_LITERALS = 96;
/** A class with more members than this is not spelled out. */
const MAX_CLASS = 8;
/** Longer literals select no better and cost states. */
const MAX_LITERAL_LENGTH = 10;
/** Three characters, of which one may be a space. */
const MIN_WEIGHT = 2.8;
/** A non-ASCII character (an ideograph, a Cyrillic letter in Latin text) selects like two. */
const MIN_LENGTH = 2;
/** Starts to try before a literal: each one costs an attempt. */
const MAX_BEFORE = 80;

export function extractAnchor(node: Node): Anchor | undefined {
  const facts = describe(node);
  return better(facts.best, fromExact(facts.exact, 0, 0));
}

export function measureLength(node: Node): { min: number; max: number } {
  const { minLength, maxLength } = describe(node);
  return { min: minLength, max: maxLength };
}

function describe(node: Node): Facts {
  switch (node.kind) {
    case 'assert':
      return { exact: [''], best: undefined, minLength: 0, maxLength: 0 };
    case 'chars': {
      const chars = listChars(node.set, MAX_CLASS * 2)?.map((char) => char.toLowerCase());
      const exact = chars ? [...new Set(chars)] : undefined;
      return {
        exact: exact && exact.length <= MAX_CLASS ? exact : undefined,
        best: undefined,
        minLength: 1,
        maxLength: 1,
      };
    }
    case 'repeat':
      return describeRepeat(node);
    case 'alt':
      return describeAlternatives(node.options.map(describe));
    case 'seq':
      return describeSequence(node.items.map(describe));
  }
}

function describeRepeat(node: Extract<Node, { kind: 'repeat' }>): Facts {
  const item = describe(node.item);
  const optional = node.min === 0 && node.max === 1;
  const once = node.min === 1 && node.max === 1;
  const exactRun =
    node.min === node.max && node.min <= 6 && item.exact?.length === 1
      ? [(item.exact[0] ?? '').repeat(node.min)]
      : undefined;
  return {
    exact: once ? item.exact : optional && item.exact ? [...new Set(['', ...item.exact])] : exactRun,
    best: node.min > 0 ? better(item.best, fromExact(item.exact, 0, 0)) : undefined,
    minLength: item.minLength * node.min,
    maxLength: item.maxLength * node.max,
  };
}

function describeAlternatives(options: readonly Facts[]): Facts {
  const exact = options.every((option) => option.exact)
    ? [...new Set(options.flatMap((option) => option.exact ?? []))]
    : undefined;
  const anchors = options.map((option) => better(option.best, fromExact(option.exact, 0, 0)));
  let best: Anchor | undefined;
  if (anchors.every((anchor) => anchor !== undefined)) {
    const literals = [...new Set(anchors.flatMap((anchor) => anchor?.literals ?? []))];
    if (literals.length <= MAX_LITERALS) {
      best = {
        literals,
        minBefore: Math.min(...anchors.map((anchor) => anchor?.minBefore ?? 0)),
        maxBefore: Math.max(...anchors.map((anchor) => anchor?.maxBefore ?? 0)),
      };
    }
  }
  return {
    exact: exact && exact.length <= MAX_LITERALS ? exact : undefined,
    best,
    minLength: Math.min(...options.map((option) => option.minLength)),
    maxLength: Math.max(...options.map((option) => option.maxLength)),
  };
}

function describeSequence(items: readonly Facts[]): Facts {
  let best: Anchor | undefined;
  let run: string[] = [''];
  let runMin = 0;
  let runMax = 0;
  let minLength = 0;
  let maxLength = 0;
  let whole = true;
  for (const item of items) {
    const joined =
      item.exact && run.length * item.exact.length <= MAX_LITERALS ? cross(run, item.exact) : undefined;
    if (joined) run = joined;
    else {
      best = better(best, fromExact(run, runMin, runMax));
      if (item.best)
        best = better(best, {
          ...item.best,
          minBefore: item.best.minBefore + minLength,
          maxBefore: item.best.maxBefore + maxLength,
        });
      whole = false;
      // A few strings too many for the run before may still start a run of their own.
      run = item.exact ?? [''];
      runMin = item.exact ? minLength : minLength + item.minLength;
      runMax = item.exact ? maxLength : maxLength + item.maxLength;
    }
    minLength += item.minLength;
    maxLength += item.maxLength;
  }
  best = better(best, fromExact(run, runMin, runMax));
  return { exact: whole ? run : undefined, best, minLength, maxLength };
}

function cross(left: readonly string[], right: readonly string[]): string[] {
  return [...new Set(left.flatMap((a) => right.map((b) => a + b)))];
}

function fromExact(
  exact: readonly string[] | undefined,
  minBefore: number,
  maxBefore: number,
): Anchor | undefined {
  if (!exact || exact.length === 0 || exact.length > MAX_LITERALS || maxBefore > MAX_BEFORE) return undefined;
  const literals = [...new Set(exact.map((text) => text.slice(0, MAX_LITERAL_LENGTH)))];
  if (literals.some((literal) => weigh(literal) < MIN_WEIGHT || literal.length < MIN_LENGTH))
    return undefined;
  return { literals, minBefore, maxBefore };
}

function weigh(literal: string): number {
  let weight = 0;
  for (let index = 0; index < literal.length; index++) {
    const unit = literal.charCodeAt(index);
    weight += unit > 0x7f ? 2 : unit === 0x20 ? 0.8 : 1;
  }
  return weight;
}

function better(a: Anchor | undefined, b: Anchor | undefined): Anchor | undefined {
  if (!a || a.maxBefore > MAX_BEFORE) return b && b.maxBefore <= MAX_BEFORE ? b : undefined;
  if (!b || b.maxBefore > MAX_BEFORE) return a;
  return worth(b) > worth(a) ? b : a;
}

function worth(anchor: Anchor): number {
  const weight = Math.min(...anchor.literals.map(weigh));
  return Math.min(weight, 7) * 10 - anchor.literals.length / 6 - (anchor.maxBefore - anchor.minBefore) / 4;
}
