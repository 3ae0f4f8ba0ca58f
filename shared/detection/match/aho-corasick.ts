/**
 * One pass over a text that finds every occurrence of every literal, overlapping ones too. A dense table over the
 * classes of characters that literals use: one load per character. Letters match in either case.
 */
export interface Automaton {
  /** UTF-16 code unit -> class; 0 is every character that no literal holds. */
  readonly classOf: Uint16Array;
  readonly classes: number;
  /** next[state * classes + class] = state, already multiplied by `classes`. */
  readonly next: Int32Array;
  /** By state: first place in `outputs`, or 0. */
  readonly outputAt: Int32Array;
  /** Literal numbers, each list ended by -1; place 0 is unused. */
  readonly outputs: Int32Array;
  readonly lengths: Int32Array;
}

export function buildAutomaton(literals: readonly string[]): Automaton {
  const classOf = new Uint16Array(0x10000);
  let classes = 1;
  for (const literal of literals) {
    for (const char of literal.split('')) {
      const unit = char.charCodeAt(0);
      if (classOf[unit]) continue;
      const upper = char.toUpperCase();
      if (upper.length === 1 && upper.toLowerCase() === char) classOf[upper.charCodeAt(0)] = classes;
      classOf[unit] = classes++;
    }
  }
  const trie = buildTrie(literals, classOf);
  const { next, outputAt, outputs } = linkFailures(trie, classes);
  return {
    classOf,
    classes,
    next,
    outputAt,
    outputs,
    lengths: Int32Array.from(literals, (literal) => literal.length),
  };
}

interface Trie {
  children: Map<number, number>[];
  ends: number[][];
}

function buildTrie(literals: readonly string[], classOf: Uint16Array): Trie {
  const children: Map<number, number>[] = [new Map()];
  const ends: number[][] = [[]];
  literals.forEach((literal, number) => {
    let state = 0;
    for (let index = 0; index < literal.length; index++) {
      const symbol = classOf[literal.charCodeAt(index)] ?? 0;
      const row = children[state];
      let target = row?.get(symbol);
      if (target === undefined) {
        target = children.length;
        row?.set(symbol, target);
        children.push(new Map());
        ends.push([]);
      }
      state = target;
    }
    ends[state]?.push(number);
  });
  return { children, ends };
}

function linkFailures(trie: Trie, classes: number): Pick<Automaton, 'next' | 'outputAt' | 'outputs'> {
  const count = trie.children.length;
  const next = new Int32Array(count * classes);
  const failure = new Int32Array(count);
  const found: number[][] = trie.ends.map((list) => [...list]);
  const queue: number[] = [0];
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0;
    const fallback = failure[state] ?? 0;
    const row = state * classes;
    if (state !== 0) next.copyWithin(row, fallback * classes, (fallback + 1) * classes);
    for (const [symbol, target] of trie.children[state] ?? []) {
      const fail = state === 0 ? 0 : (next[row + symbol] ?? 0) / classes;
      failure[target] = fail;
      found[target]?.push(...(found[fail] ?? []));
      next[row + symbol] = target * classes;
      queue.push(target);
    }
  }
  const outputAt = new Int32Array(count);
  const outputs: number[] = [-1];
  found.forEach((list, state) => {
    if (list.length === 0) return;
    outputAt[state] = outputs.length;
    outputs.push(...list, -1);
  });
  return { next, outputAt, outputs: Int32Array.from(outputs) };
}
