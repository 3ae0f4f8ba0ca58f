import { ALL_CHARS, areDisjoint, type CharSet, NO_CHARS, unite } from './char-set.ts';
import type { Node } from './parse-expression.ts';

/** Upper bounds, over every possible text, of one attempt at one position by a backtracking matcher. */
interface Bound {
  /** Characters tested in all, with all backtracking. */
  steps: number;
  /** Ways out after which the next character fits too: each one makes what follows run again. */
  exits: number;
}

/**
 * The most characters one attempt can test. A repeat is unambiguous (one exit) where what follows cannot start with what is
 * repeated; otherwise its exits multiply with the steps of what follows. This over-counts, never under-counts.
 */
export function boundSteps(root: Node): number {
  // After the end nothing can fail, so nothing makes the matcher come back: the empty set.
  return bound(root, NO_CHARS).steps;
}

/** `next`: the characters with which whatever follows the node can start. */
function bound(node: Node, next: CharSet): Bound {
  switch (node.kind) {
    case 'chars':
    case 'assert':
      return { steps: 1, exits: 1 };
    case 'seq':
      return boundSequence(node.items, next);
    case 'alt':
      return boundAlternatives(node.options, next);
    case 'repeat':
      return boundRepeat(node, next);
  }
}

function boundSequence(items: readonly Node[], next: CharSet): Bound {
  let follow = next;
  const bounds: Bound[] = [];
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    if (!item) continue;
    bounds.unshift(bound(item, follow));
    // A last look or edge can fail after any exit of what stands before it.
    if (item.kind === 'assert') follow = canBeEmpty(items.slice(index + 1)) ? ALL_CHARS : follow;
    else follow = isNullable(item) ? unite(firstChars(item), follow) : firstChars(item);
  }
  let steps = 0;
  let exits = 1;
  for (const item of bounds) {
    steps += exits * (item.steps + 1);
    exits *= item.exits;
  }
  return { steps, exits };
}

/** Options that differ for certain at some fixed place cannot both get past it. */
function boundAlternatives(options: readonly Node[], next: CharSet): Bound {
  const bounds = options.map((option) => bound(option, next));
  const prefixes = options.map((option) => fixedPrefix(option));
  let steps = 0;
  let exits = 1;
  for (let i = 0; i < options.length; i++) {
    let optionSteps = 0;
    let optionExits = 0;
    for (let j = 0; j < options.length; j++) {
      const other = bounds[j] ?? { steps: Number.POSITIVE_INFINITY, exits: Number.POSITIVE_INFINITY };
      const parted = i === j ? -1 : firstDifference(prefixes[i] ?? [], prefixes[j] ?? []);
      optionSteps += 1 + (parted < 0 ? other.steps : Math.min(other.steps, parted + 1));
      if (parted < 0) optionExits += other.exits;
    }
    steps = Math.max(steps, optionSteps);
    exits = Math.max(exits, optionExits);
  }
  return { steps, exits };
}

function boundRepeat(node: Extract<Node, { kind: 'repeat' }>, next: CharSet): Bound {
  const { item, min, max } = node;
  const first = firstChars(item);
  const inner = bound(item, max > 1 ? unite(first, next) : next);
  const certain = areDisjoint(first, next);
  let steps = 0;
  let exits = 0;
  let runs = 1;
  for (let count = 0; count <= max; count++) {
    if (count >= min && (!certain || count === max)) exits += runs;
    if (count < max) steps += runs * (inner.steps + (item.kind === 'chars' ? 1 : 2));
    runs *= inner.exits;
    if (!Number.isFinite(steps)) break;
  }
  return { steps, exits: Math.max(1, exits) };
}

export function isNullable(node: Node): boolean {
  if (node.kind === 'chars') return false;
  if (node.kind === 'assert') return true;
  if (node.kind === 'seq') return canBeEmpty(node.items);
  if (node.kind === 'alt') return node.options.some(isNullable);
  return node.min === 0 || isNullable(node.item);
}

function canBeEmpty(items: readonly Node[]): boolean {
  return items.every(isNullable);
}

export function firstChars(node: Node): CharSet {
  if (node.kind === 'chars') return node.set;
  if (node.kind === 'assert') return NO_CHARS;
  if (node.kind === 'repeat') return firstChars(node.item);
  if (node.kind === 'alt')
    return node.options.reduce<CharSet>((set, option) => unite(set, firstChars(option)), NO_CHARS);
  let set: CharSet = NO_CHARS;
  for (const item of node.items) {
    set = unite(set, firstChars(item));
    if (!isNullable(item)) break;
  }
  return set;
}

/** The character sets of the leading single characters, as far as they are at fixed places. */
function fixedPrefix(node: Node): CharSet[] {
  if (node.kind === 'chars') return [node.set];
  if (node.kind !== 'seq') return [];
  const prefix: CharSet[] = [];
  for (const item of node.items) {
    if (item.kind === 'assert') continue;
    if (item.kind !== 'chars') break;
    prefix.push(item.set);
  }
  return prefix;
}

function firstDifference(a: readonly CharSet[], b: readonly CharSet[]): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a[index];
    const right = b[index];
    if (left && right && areDisjoint(left, right)) return index;
  }
  return -1;
}
