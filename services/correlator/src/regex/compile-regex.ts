import { parseRegex, type Range, type RegexFlags, type RegexNode } from './parse-regex.ts';

export type RegexTest = (text: string) => boolean;
export type CompiledRegex = { ok: true; test: RegexTest } | { ok: false; message: string };

/** States of one expression. With the text's length it bounds the work: states times characters. */
const STATES_MAX = 4_000;

/** One state: takes a character, asserts a place, forks, or accepts. */
type State =
  | { readonly kind: 'take'; readonly accepts: (unit: number) => boolean; next: number }
  | { readonly kind: 'assert'; readonly what: 'start' | 'end' | 'word' | 'not_word'; next: number }
  | { readonly kind: 'fork'; readonly ways: number[] }
  | { readonly kind: 'accept' };

class TooLarge extends Error {}

/** Compiles to a search that looks at each character once for each state: no expression can make it slow. */
export function compileRegex(text: string, flags: RegexFlags): CompiledRegex {
  const parsed = parseRegex(text, flags);
  if (!parsed.ok) return parsed;
  try {
    const program = new Program(parsed.flags);
    const start = program.build(parsed.node, program.add({ kind: 'accept' }));
    return { ok: true, test: (subject) => search(program.states, start, subject, parsed.flags.lines) };
  } catch (error) {
    if (error instanceof TooLarge)
      return { ok: false, message: `needs more than ${STATES_MAX} states: repeat less` };
    throw error;
  }
}

class Program {
  readonly states: State[] = [];
  readonly #flags: RegexFlags;

  constructor(flags: RegexFlags) {
    this.#flags = flags;
  }

  add(state: State): number {
    if (this.states.length >= STATES_MAX) throw new TooLarge();
    this.states.push(state);
    return this.states.length - 1;
  }

  /** Builds backwards: returns the state at which the node begins when `next` follows it. */
  build(node: RegexNode, next: number): number {
    switch (node.kind) {
      case 'empty':
        return next;
      case 'set':
        return this.add({
          kind: 'take',
          accepts: acceptorOf(node.ranges, node.negated, this.#flags.insensitive),
          next,
        });
      case 'assert':
        return this.add({ kind: 'assert', what: node.what, next });
      case 'sequence':
        return node.parts.reduceRight((after, part) => this.build(part, after), next);
      case 'choice':
        return this.add({ kind: 'fork', ways: node.parts.map((part) => this.build(part, next)) });
      case 'repeat':
        return this.#repeat(node.part, node.min, node.max, next);
    }
  }

  #repeat(part: RegexNode, min: number, max: number, next: number): number {
    let start = next;
    if (max === Number.POSITIVE_INFINITY) {
      const ways: number[] = [];
      const loop = this.add({ kind: 'fork', ways });
      ways.push(this.build(part, loop), next);
      start = loop;
    } else {
      for (let copies = max - min; copies > 0; copies -= 1) {
        start = this.add({ kind: 'fork', ways: [this.build(part, start), next] });
      }
    }
    for (let copies = min; copies > 0; copies -= 1) start = this.build(part, start);
    return start;
  }
}

function acceptorOf(
  ranges: readonly Range[],
  negated: boolean,
  insensitive: boolean,
): (unit: number) => boolean {
  const within = (unit: number) => ranges.some(([from, to]) => unit >= from && unit <= to);
  const either = insensitive ? (unit: number) => within(unit) || within(swapCase(unit)) : within;
  // Nearly all text is Latin: one lookup for it.
  const latin = Uint8Array.from({ length: 256 }, (_, unit) => Number(either(unit) !== negated));
  return (unit) => (unit < 256 ? latin[unit] === 1 : either(unit) !== negated);
}

function swapCase(unit: number): number {
  const char = String.fromCharCode(unit);
  const lower = char.toLowerCase();
  return (lower === char ? char.toUpperCase() : lower).charCodeAt(0);
}

function search(states: readonly State[], start: number, text: string, lines: boolean): boolean {
  let current: number[] = [];
  let upcoming: number[] = [];
  const seen = new Int32Array(states.length).fill(-1);
  const stack: number[] = [];

  /** Adds a state and all that can be reached without taking a character; true when the end is among them. */
  const enter = (first: number, at: number, list: number[]): boolean => {
    stack.push(first);
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      if (seen[id] === at) continue;
      seen[id] = at;
      const state = states[id];
      if (state === undefined) continue;
      if (state.kind === 'accept') {
        stack.length = 0;
        return true;
      }
      if (state.kind === 'take') list.push(id);
      else if (state.kind === 'fork') stack.push(...state.ways);
      else if (holds(state.what, text, at, lines)) stack.push(state.next);
    }
    return false;
  };

  for (let at = 0; ; at += 1) {
    // An expression may begin anywhere: like a leading `.*`, without its cost.
    if (enter(start, at, current)) return true;
    if (at >= text.length) return false;
    const unit = text.charCodeAt(at);
    upcoming.length = 0;
    for (const id of current) {
      const state = states[id];
      if (state?.kind === 'take' && state.accepts(unit) && enter(state.next, at + 1, upcoming)) return true;
    }
    [current, upcoming] = [upcoming, current];
  }
}

function holds(
  what: 'start' | 'end' | 'word' | 'not_word',
  text: string,
  at: number,
  lines: boolean,
): boolean {
  if (what === 'start') return at === 0 || (lines && text[at - 1] === '\n');
  // As in PCRE, the end is also before one closing line end.
  if (what === 'end')
    return (
      at === text.length || (at === text.length - 1 && text[at] === '\n') || (lines && text[at] === '\n')
    );
  const edge = isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at));
  return edge === (what === 'word');
}

/** NaN, beyond the text's ends, is none. */
function isWord(unit: number): boolean {
  return (
    (unit >= 48 && unit <= 57) || (unit >= 65 && unit <= 90) || unit === 95 || (unit >= 97 && unit <= 122)
  );
}
