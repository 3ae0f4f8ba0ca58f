/** A Sigma condition as a tree over the names of selections. */
export type Condition =
  | { readonly kind: 'selection'; readonly name: string }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

export type ParsedCondition = { ok: true; condition: Condition } | { ok: false; message: string };

/** Deeper nesting than any reader follows, and far from the stack's end. */
const DEPTH_MAX = 32;

class Unreadable extends Error {}

/** Reads `a and not (b or c)`. `not` binds tightest, then `and`, then `or`, as in the Sigma specification. */
export function parseCondition(text: string): ParsedCondition {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  let position = 0;

  function readOr(depth: number): Condition {
    let left = readAnd(depth);
    while (tokens[position] === 'or') {
      position += 1;
      left = { kind: 'or', left, right: readAnd(depth) };
    }
    return left;
  }
  function readAnd(depth: number): Condition {
    let left = readNot(depth);
    while (tokens[position] === 'and') {
      position += 1;
      left = { kind: 'and', left, right: readNot(depth) };
    }
    return left;
  }
  function readNot(depth: number): Condition {
    if (depth > DEPTH_MAX) throw new Unreadable(`is nested deeper than ${DEPTH_MAX} levels`);
    const token = tokens[position];
    position += 1;
    if (token === undefined) throw new Unreadable('ends where a selection is expected');
    if (token === 'not') return { kind: 'not', operand: readNot(depth + 1) };
    if (token === '(') {
      const inner = readOr(depth + 1);
      if (tokens[position] !== ')') throw new Unreadable('lacks a closing parenthesis');
      position += 1;
      return inner;
    }
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(token) || token === 'and' || token === 'or') {
      throw new Unreadable(`has "${token}" where a selection's name, "not" or "(" is expected`);
    }
    return { kind: 'selection', name: token };
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

/** Names of the selections a condition uses. */
export function selectionsOf(condition: Condition): string[] {
  if (condition.kind === 'selection') return [condition.name];
  if (condition.kind === 'not') return selectionsOf(condition.operand);
  return [...selectionsOf(condition.left), ...selectionsOf(condition.right)];
}
