import { type CharSet, DIGITS, listChars, subtract } from './char-set.ts';
import type { Node } from './parse-expression.ts';
import { ANY_DIGIT, literalBits } from './selectivity.ts';

/** Literals of which every match holds at least one, starting `minBefore`–`maxBefore` characters into the match. */
export interface Anchor {
  literals: string[];
  minBefore: number;
  maxBefore: number;
}

interface Facts {
  /** Every string the node can match, if they are few; `ANY_DIGIT` stands for a digit. */
  exact: string[] | undefined;
  /** Where `exact` is unknown: what every match begins with, if that is few strings. */
  head?: string[] | undefined;
  best: Anchor | undefined;
  minLength: number;
  maxLength: number;
}

/** A literal set larger than this costs more than it saves. */
const MAX_LITERALS = 96;
/** A shape (two capitals and two digits, say) may be spelled out this far: better than a search at every place. */
const MAX_SHAPES = 1_024;
/** A class with more members than this is not spelled out; the digits together count as one. */
const MAX_CLASS = 8;
/** A repeat that can begin in more ways than this adds more literals than it tells apart. */
const MAX_HEADS = 8;
/** Longer literals select no better. */
const MAX_LITERAL_LENGTH = 10;
/** Starts to try before a literal: each one costs an attempt. */
const MAX_BEFORE = 80;
/** Rarer than once in 1,024 places: seldom enough to try an expression each time. */
export const STRICT_BITS = 10;
/** What an expression without a better literal must do with. */
export const LOOSE_BITS = 3;
/** What spelled-out shapes must select by: still far rarer than the places a guard lets through. */
const SHAPE_BITS = 8;
/** Beyond this rarity fewer literals are worth more than rarer ones. */
const ENOUGH_BITS = 26;

export function extractAnchor(node: Node, minBits: number): Anchor | undefined {
  const facts = describe(node, { members: MAX_CLASS, literals: MAX_LITERALS, minBits });
  return better(facts.best, fromExact(facts.exact, 0, 0, { ...LIMITS, minBits }));
}

/** For an expression without literals: the first few places spelled out class by class. */
export function extractShape(node: Node): Anchor | undefined {
  const limits = { members: 40, literals: MAX_SHAPES, minBits: SHAPE_BITS };
  const facts = describe(node, limits);
  return better(facts.best, fromExact(facts.exact, 0, 0, limits));
}

export function measureLength(node: Node): { min: number; max: number } {
  const { minLength, maxLength } = describe(node, LIMITS);
  return { min: minLength, max: maxLength };
}

interface Limits {
  members: number;
  literals: number;
  minBits: number;
}

const LIMITS: Limits = { members: MAX_CLASS, literals: MAX_LITERALS, minBits: STRICT_BITS };

function describe(node: Node, limits: Limits): Facts {
  switch (node.kind) {
    case 'assert':
      return { exact: [''], best: undefined, minLength: 0, maxLength: 0 };
    case 'chars':
      return { exact: spellOut(node.set, limits.members), best: undefined, minLength: 1, maxLength: 1 };
    case 'repeat':
      return describeRepeat(node, limits);
    case 'alt':
      return describeAlternatives(
        node.options.map((option) => describe(option, limits)),
        limits,
      );
    case 'seq':
      return describeSequence(
        node.items.map((item) => describe(item, limits)),
        limits,
      );
  }
}

function spellOut(set: CharSet, limit: number): string[] | undefined {
  const hasAll = subtract(DIGITS, set).length === 0;
  // Only the shapes of keys are worth spelling out: signs beyond ASCII are rare enough for a guard.
  if (limit > MAX_CLASS && !isAscii(set)) return undefined;
  const chars = listChars(hasAll ? subtract(set, DIGITS) : set, limit * 2 + 26);
  if (!chars) return undefined;
  if (chars.includes(ANY_DIGIT)) return undefined;
  const folded = [...new Set(chars.map((char) => char.toLowerCase()))];
  if (hasAll) folded.push(ANY_DIGIT);
  return folded.length <= limit ? folded : undefined;
}

function isAscii(set: CharSet): boolean {
  return (set.at(-1)?.[1] ?? 0) < 128;
}

function describeRepeat(node: Extract<Node, { kind: 'repeat' }>, limits: Limits): Facts {
  const item = describe(node.item, limits);
  const optional = node.min === 0 && node.max === 1;
  let run: string[] | undefined = item.exact;
  for (let count = 1; run && count < node.min; count++) {
    run =
      count < 6 && item.exact && run.length * item.exact.length <= limits.literals
        ? cross(run, item.exact)
        : undefined;
  }
  const length = { minLength: item.minLength * node.min, maxLength: item.maxLength * node.max };
  if (optional)
    return { exact: item.exact ? [...new Set(['', ...item.exact])] : undefined, best: undefined, ...length };
  if (node.min === 0) return { exact: undefined, best: undefined, ...length };
  // The head of a longer repeat is certain as far as it is fixed.
  const head = run ?? headRun(item.exact, node.min, limits);
  return {
    exact: node.min === node.max ? run : undefined,
    head,
    best: better(item.best, fromExact(head, 0, 0, limits)),
    ...length,
  };
}

/** The first few rounds of a repeat, as many as can be spelled out. */
function headRun(item: string[] | undefined, times: number, limits: Limits): string[] | undefined {
  let run = item;
  for (let count = 1; run && item && count < Math.min(times, 4); count++) {
    if (run.length * item.length > limits.literals) break;
    run = cross(run, item);
  }
  return run;
}

function describeAlternatives(options: readonly Facts[], limits: Limits): Facts {
  const exact = options.every((option) => option.exact)
    ? [...new Set(options.flatMap((option) => option.exact ?? []))]
    : undefined;
  const anchors = options.map((option) => better(option.best, fromExact(option.exact, 0, 0, limits)));
  let best: Anchor | undefined;
  if (anchors.every((anchor) => anchor !== undefined)) {
    const literals = dropLonger(anchors.flatMap((anchor) => anchor?.literals ?? []));
    if (literals.length <= limits.literals) {
      best = {
        literals,
        minBefore: Math.min(...anchors.map((anchor) => anchor?.minBefore ?? 0)),
        maxBefore: Math.max(...anchors.map((anchor) => anchor?.maxBefore ?? 0)),
      };
    }
  }
  return {
    exact: exact && exact.length <= limits.literals ? exact : undefined,
    best,
    minLength: Math.min(...options.map((option) => option.minLength)),
    maxLength: Math.max(...options.map((option) => option.maxLength)),
  };
}

function describeSequence(items: readonly Facts[], limits: Limits): Facts {
  let best: Anchor | undefined;
  let run: string[] = [''];
  let runMin = 0;
  let runMax = 0;
  let minLength = 0;
  let maxLength = 0;
  let whole = true;
  for (const item of items) {
    const joined =
      item.exact && run.length * item.exact.length <= limits.literals ? cross(run, item.exact) : undefined;
    if (joined) run = joined;
    else {
      best = better(best, fromExact(run, runMin, runMax, limits));
      if (item.head && item.head.length <= MAX_HEADS && run.length * item.head.length <= limits.literals)
        best = better(best, fromExact(cross(run, item.head), runMin, runMax, limits));
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
  best = better(best, fromExact(run, runMin, runMax, limits));
  return { exact: whole ? run : undefined, best, minLength, maxLength };
}

function cross(left: readonly string[], right: readonly string[]): string[] {
  return [...new Set(left.flatMap((a) => right.map((b) => a + b)))];
}

function fromExact(
  exact: readonly string[] | undefined,
  minBefore: number,
  maxBefore: number,
  limits: Limits,
): Anchor | undefined {
  if (!exact || exact.length === 0 || exact.length > limits.literals || maxBefore > MAX_BEFORE)
    return undefined;
  const literals = dropLonger(exact.map((text) => text.slice(0, MAX_LITERAL_LENGTH)));
  if (!literals.every(isIndexable)) return undefined;
  const anchor = { literals, minBefore, maxBefore };
  return anchorBits(anchor) >= limits.minBits ? anchor : undefined;
}

/** Without those that begin with another one: wherever they stand, that stands too. */
function dropLonger(literals: readonly string[]): string[] {
  const kept: string[] = [];
  for (const literal of [...new Set(literals)].sort()) {
    const last = kept.at(-1);
    if (last === undefined || !literal.startsWith(last)) kept.push(literal);
  }
  return kept;
}

/** Three characters, or two neighbours beyond ASCII: what the literal pass can look up. */
function isIndexable(literal: string): boolean {
  return literal.length >= 3 || /[\u0080-\udfff\uf900-\uffff]{2}/.test(literal);
}

function better(a: Anchor | undefined, b: Anchor | undefined): Anchor | undefined {
  if (!a || a.maxBefore > MAX_BEFORE) return b && b.maxBefore <= MAX_BEFORE ? b : undefined;
  if (!b || b.maxBefore > MAX_BEFORE) return a;
  return worth(b) > worth(a) ? b : a;
}

/** Rarity of an attempt that the anchor sets off. */
export function anchorBits(
  anchor: Readonly<Omit<Anchor, 'literals'>> & { readonly literals: readonly string[] },
): number {
  let rate = 0;
  for (const literal of anchor.literals) rate += 2 ** -literalBits(literal);
  return -Math.log2(rate) - Math.log2(1 + anchor.maxBefore - anchor.minBefore);
}

function worth(anchor: Anchor): number {
  return Math.min(anchorBits(anchor), ENOUGH_BITS) - Math.log2(1 + anchor.literals.length) / 2;
}
