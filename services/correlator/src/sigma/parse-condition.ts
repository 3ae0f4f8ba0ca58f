/** A Sigma condition as a tree over the names of selections (or, in a correlation, of rules). */
export type Condition =
  | { readonly kind: 'name'; readonly name: string }
  /** `1 of selection*`, `all of them`: the names stand for themselves, joined by or / and. */
  | { readonly kind: 'of'; readonly every: boolean; readonly pattern: string }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

export type ParsedCondition = { ok: true; condition: Condition } | { ok: false; message: string };

/** Deeper nesting than any reader follows, and far from the stack's end. */
const DEPTH_MAX = 32;

class Unreadable extends Error {}

/** Reads `a and not (1 of b* or all of them)`. `not` binds tightest, then `and`, then `or`, as in the Sigma specification. */
export function parseCondition(text: string): ParsedCondition {
  if (text.includes('|')) {
    return {
      ok: false,
      message: 'has a "|": aggregations in a condition are not part of Sigma any more, write a correlation',
    };
  }
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let position = 0;
  const word = (offset = 0) => tokens[position + offset]?.toLowerCase();

  function readOr(depth: number): Condition {
    let left = readAnd(depth);
    while (word() === 'or') {
      position += 1;
      left = { kind: 'or', left, right: readAnd(depth) };
    }
    return left;
  }
  function readAnd(depth: number): Condition {
    let left = readNot(depth);
    while (word() === 'and') {
      position += 1;
      left = { kind: 'and', left, right: readNot(depth) };
    }
    return left;
  }
  function readNot(depth: number): Condition {
    if (depth > DEPTH_MAX) throw new Unreadable(`is nested deeper than ${DEPTH_MAX} levels`);
    const token = tokens[position];
    if (token === undefined) throw new Unreadable('ends where a selection is expected');
    if (word() === 'not') {
      position += 1;
      return { kind: 'not', operand: readNot(depth + 1) };
    }
    if (token === '(') {
      position += 1;
      const inner = readOr(depth + 1);
      if (tokens[position] !== ')') throw new Unreadable('lacks a closing parenthesis');
      position += 1;
      return inner;
    }
    if (word(1) === 'of') return readOf(token.toLowerCase());
    position += 1;
    if (word(-1) === 'near')
      throw new Unreadable('uses "near", which is not part of Sigma any more: write a temporal correlation');
    if (!/^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(token) || ['and', 'or'].includes(token.toLowerCase())) {
      throw new Unreadable(`has "${token}" where a selection's name, "not" or "(" is expected`);
    }
    return { kind: 'name', name: token };
  }
  function readOf(quantity: string): Condition {
    if (!['1', 'any', 'all'].includes(quantity)) {
      throw new Unreadable(`has "${quantity} of": only "1 of", "any of" and "all of" are part of Sigma`);
    }
    const pattern = tokens[position + 2];
    position += 3;
    if (pattern === undefined || !/^[A-Za-z0-9_*-]+$/.test(pattern)) {
      throw new Unreadable(`has "${quantity} of" without "them" or a pattern such as selection*`);
    }
    return { kind: 'of', every: quantity === 'all', pattern };
  }

  try {
    const condition = readOr(0);
    const rest = tokens[position];
    if (rest !== undefined) throw new Unreadable(`has "${rest}" where "and", "or" or the end is expected`);
    return { ok: true, condition };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, message: error.message };
    throw error;
  }
}

/** The names that a pattern of `1 of …` stands for. `them` leaves out those that begin with an underscore. */
export function namesOf(pattern: string, names: readonly string[]): string[] {
  if (pattern.toLowerCase() === 'them') return names.filter((name) => !name.startsWith('_'));
  const pieces = pattern.split('*');
  return names.filter((name) => matchesPieces(name, pieces));
}

function matchesPieces(name: string, pieces: readonly string[]): boolean {
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return name === first;
  const last = pieces.at(-1) ?? '';
  let at = first.length;
  if (!name.startsWith(first)) return false;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return name.endsWith(last) && name.length - last.length >= at;
}
