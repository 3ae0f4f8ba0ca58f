import { ROW } from './mask-rows.ts';
import type { Part } from './plan.ts';
import type { RuleRunner } from './runnable.ts';

/** An expression of one part without a literal. */
export interface Shape {
  readonly runner: RuleRunner;
  readonly part: number;
  /** What a match's first characters can be, one row of 129 flags (ASCII, then all others) each. */
  readonly head: readonly Uint8Array[];
  readonly before: Uint8Array;
  readonly atStart: boolean;
  readonly exact: boolean;
}

export interface ShapeTable {
  /** By the ASCII unit they can start with. */
  readonly byUnit: readonly (readonly Shape[])[];
  /** By the high byte of the unit beyond ASCII that they can start with. */
  readonly byBlock: readonly (readonly Shape[])[];
  /** Those that stand only in runs of key characters, and by the unit before a place whether any of them can start there. */
  readonly inRuns: readonly Shape[];
  readonly beforeInRuns: Uint8Array;
  /** Whether any can start with an ASCII unit, with one beyond: else no such text needs a look. */
  readonly inAscii: boolean;
  readonly beyondAscii: boolean;
  /** 1 at `before * 128 + unit` where some shape can start with the ASCII unit after the other one. */
  readonly pairs: Uint8Array;
}

const KELVIN_BLOCK = 0x21;

export function buildShapeTable(
  shapes: readonly { runner: RuleRunner; part: number }[],
  parts: readonly Part[],
  rows: Uint8Array,
): ShapeTable {
  const table: Shape[][] = Array.from({ length: 128 }, () => []);
  const byBlock: Shape[][] = Array.from({ length: 256 }, () => []);
  const inRuns: Shape[] = [];
  const rowOf = (mask: number): Uint8Array => rows.subarray(mask * ROW, (mask + 1) * ROW);
  for (const { runner, part } of shapes) {
    const plan = parts[part];
    if (!plan) continue;
    const { guard, exact } = plan;
    const head = (guard.head.length > 0 ? guard.head : [guard.first]).map(rowOf);
    const shape = { runner, part, head, before: rowOf(guard.before), atStart: guard.atStart, exact };
    if (guard.inRun) {
      inRuns.push(shape);
      continue;
    }
    for (let unit = 0; unit < 128; unit++) {
      const lower = String.fromCharCode(unit).toLowerCase().charCodeAt(0);
      if (head[0]?.[exact ? unit : lower] === 1) table[unit]?.push(shape);
    }
    for (const block of guard.blocks) byBlock[block]?.push(shape);
    // Folded shapes are tried on lower-cased text, where the Kelvin sign is a letter.
    if (!exact && !guard.blocks.includes(KELVIN_BLOCK)) byBlock[KELVIN_BLOCK]?.push(shape);
  }
  const pairs = new Uint8Array(128 * 128);
  for (let before = 0; before < 128; before++)
    for (let unit = 0; unit < 128; unit++)
      if (table[unit]?.some((shape) => shape.before[before] === 1)) pairs[before * 128 + unit] = 1;
  return {
    byUnit: table,
    byBlock,
    inRuns,
    beforeInRuns: unite(inRuns.map(({ before }) => before)),
    inAscii: table.some((list) => list.length > 0),
    beyondAscii: byBlock.some((list) => list.length > 0),
    pairs,
  };
}

function unite(rows: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from({ length: ROW }, (_, unit) => (rows.some((row) => row[unit] === 1) ? 1 : 0));
}
