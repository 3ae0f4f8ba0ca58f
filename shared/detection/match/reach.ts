import type { Expression, Part } from './plan.ts';

/** How far the parts of an expression can stand from its key part, by place: all bounds follow from lengths and gaps. */
export interface Reach {
  /** Literal of the part relative to the key part's literal: from, to. */
  readonly literal: readonly (readonly [number, number])[];
  /** Start of the part: before the key, relative to the key match's start; after it, relative to its end. */
  readonly start: readonly (readonly [number, number])[];
  /** The expression's match begins at most this far before the key match. */
  readonly before: number;
  /** And ends at most this far after it. */
  readonly after: number;
}

export function measureReach(expression: Expression, key: number, parts: readonly Part[]): Reach {
  const own = expression.parts.flatMap((number) => parts[number] ?? []);
  const literal: [number, number][] = own.map(() => [0, 0]);
  const start: [number, number][] = own.map(() => [0, 0]);
  const keyPart = own[key];
  let min = 0;
  let max = 0;
  for (let place = key + 1; place < own.length; place++) {
    const part = own[place];
    const gap = expression.gaps[place - 1];
    if (!part || !gap || !keyPart) continue;
    min += gap.min;
    max += gap.max;
    start[place] = [min, max];
    literal[place] = [1, keyPart.maxLength - keyPart.minBefore + max + part.maxBefore];
    min += part.minLength;
    max += part.maxLength;
  }
  const after = max;
  min = 0;
  max = 0;
  for (let place = key - 1; place >= 0; place--) {
    const part = own[place];
    const gap = expression.gaps[place];
    if (!part || !gap || !keyPart) continue;
    min += gap.min + part.minLength;
    max += gap.max + part.maxLength;
    start[place] = [-max, -min];
    literal[place] = [-(max - part.minBefore + keyPart.maxBefore), -1];
  }
  return { literal, start, before: max, after };
}
