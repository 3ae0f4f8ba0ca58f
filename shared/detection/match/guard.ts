import { firstChars } from './bound-steps.ts';
import { ALL_CHARS, type CharSet, invert, makeSet, subtract, WORD } from './char-set.ts';
import { KEY_CHARS, KEY_RUN } from './key-run.ts';
import { type Node, parseExpression } from './parse-expression.ts';

/** Which characters a match can start with, and which can stand before it: two table look-ups in place of an attempt. */
export interface Guard<Set = Mask> {
  readonly first: Set;
  readonly before: Set;
  /** Whether a match can stand at the very start of the text. */
  readonly atStart: boolean;
  /** What a match's first characters can be, place by place, as far as their places are fixed. */
  readonly head: readonly Set[];
  /** High bytes of the units beyond ASCII that a match can start with, as far as a head is given. */
  readonly blocks: readonly number[];
  /** Every match begins with a run of at least `KEY_RUN` characters of keys. */
  readonly inRun: boolean;
}

/** Enough to tell a key from a word. */
const MAX_HEAD = 16;

/** The ASCII members as four words of 32 bits, then 1 if any other unit is a member. */
export type Mask = readonly [number, number, number, number, number];

/** `withHead`: for parts that no literal leads to. */
export function makeGuard(node: Node, source: string, withHead: boolean): Guard {
  const first = firstChars(node);
  let before: CharSet = ALL_CHARS;
  let atStart = true;
  for (const item of leadingAsserts(node)) {
    const text = source.slice(item.from, item.to);
    if (text === '\\b') {
      const inWord = subtract(first, WORD).length === 0;
      const outside = subtract(first, invert(WORD)).length === 0;
      if (inWord) before = subtract(before, WORD);
      if (outside) {
        before = subtract(before, invert(WORD));
        atStart = false;
      }
    } else if (text.startsWith('(?<!')) {
      const { root } = parseExpression(text.slice(4, -1));
      const inner = root.kind === 'seq' && root.items.length === 1 ? root.items[0] : root;
      if (inner?.kind === 'chars') before = subtract(before, inner.set);
    }
  }
  return {
    first: toMask(first),
    before: toMask(before),
    atStart,
    head: withHead ? headSets(node).map(toMask) : [],
    blocks: withHead ? listBlocks(first) : [],
    inRun: withHead && runLength(node).length >= KEY_RUN,
  };
}

function listBlocks(set: CharSet): number[] {
  const blocks = new Set<number>();
  for (const [low, high] of set)
    for (let block = Math.max(low, 128) >> 8; block <= high >> 8; block++) if (high > 127) blocks.add(block);
  return [...blocks];
}

/** Edges and looks that every match begins with. */
function leadingAsserts(node: Node): Node[] {
  if (node.kind === 'assert') return [node];
  if (node.kind !== 'seq') return [];
  const found: Node[] = [];
  for (const item of node.items) {
    if (item.kind !== 'assert') {
      if (found.length === 0) return leadingAsserts(item);
      break;
    }
    found.push(item);
  }
  return found;
}

function toMask(set: CharSet): Mask {
  const words = [0, 0, 0, 0];
  let wide = 0;
  for (const [low, high] of set) {
    for (let unit = low; unit <= high && unit < 128; unit++)
      words[unit >> 5] = (words[unit >> 5] ?? 0) | (1 << (unit & 31));
    if (high > 127) wide = 1;
  }
  return [words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0, wide];
}

/** The sets of the first characters, up to the first place that is not fixed. */
function headSets(node: Node): CharSet[] {
  return collectHead(node).sets.slice(0, MAX_HEAD);
}

/** `whole`: the node matches exactly as many characters as there are sets. */
function collectHead(node: Node): { sets: CharSet[]; whole: boolean } {
  if (node.kind === 'chars') return { sets: [node.set], whole: true };
  if (node.kind === 'assert') return { sets: [], whole: true };
  if (node.kind === 'alt') return { sets: [], whole: false };
  if (node.kind === 'repeat') {
    const item = collectHead(node.item);
    const sets: CharSet[] = [];
    for (let count = 0; count < node.min && sets.length < MAX_HEAD; count++) {
      sets.push(...item.sets);
      if (!item.whole) return { sets, whole: false };
    }
    return { sets, whole: node.min === node.max };
  }
  const sets: CharSet[] = [];
  for (const item of node.items) {
    const head = collectHead(item);
    sets.push(...head.sets);
    if (!head.whole) return { sets, whole: false };
    if (sets.length >= MAX_HEAD) return { sets, whole: false };
  }
  return { sets, whole: true };
}

/** Whether the unit, or for 128 any unit beyond ASCII, is a member. */
export function maskHas(mask: Mask, unit: number): boolean {
  return unit < 128 ? (((mask[unit >> 5] ?? 0) >>> (unit & 31)) & 1) === 1 : mask[4] === 1;
}

const KEY_SET = makeSet([...KEY_CHARS].map((char) => [char.charCodeAt(0), char.charCodeAt(0)] as const));

/** How many key characters every match begins with; `whole`: the node matches nothing else. */
function runLength(node: Node): { length: number; whole: boolean } {
  if (node.kind === 'assert') return { length: 0, whole: true };
  if (node.kind === 'chars') {
    const whole = subtract(node.set, KEY_SET).length === 0;
    return { length: whole ? 1 : 0, whole };
  }
  if (node.kind === 'repeat') {
    const item = runLength(node.item);
    return {
      length: item.whole ? item.length * node.min : node.min > 0 ? item.length : 0,
      whole: item.whole,
    };
  }
  if (node.kind === 'alt') {
    const options = node.options.map(runLength);
    return {
      length: Math.min(...options.map((option) => option.length)),
      whole: options.every((option) => option.whole),
    };
  }
  let length = 0;
  for (const item of node.items) {
    const run = runLength(item);
    length += run.length;
    if (!run.whole) return { length, whole: false };
  }
  return { length, whole: true };
}
