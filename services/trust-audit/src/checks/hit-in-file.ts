import type { Patch } from '../fixes/patch.ts';
import type { Node, Place } from '../settings/node.ts';
import { showValue } from './show-value.ts';
import type { Hit, Weight } from './trust-check.ts';

export interface FileHitInput {
  readonly weight: Weight;
  readonly patches: readonly Patch[];
  readonly say?: string;
  readonly title?: string;
  readonly side_effects?: string;
  readonly restart?: string | null;
  /** True where the value may be a secret: the evidence then shows the place only. */
  readonly isSecret?: boolean;
  /** Tells hits at one value apart; a value's text where a list may be sorted anew. */
  readonly part?: string;
}

/** A hit at a value of a settings file. */
export function hitAtNode(node: Node, input: FileHitInput): Hit {
  const { file, pointer, line } = node.place;
  const where = `~${file}:${line} ${pointer}`;
  return makeHit(node.place, input.isSecret === true ? where : `${where} = ${showValue(node)}`, input);
}

/** A hit at a value that is missing: the place is where it would stand. */
export function hitAtMissing(root: Node, pointer: string, input: FileHitInput): Hit {
  const place = { file: root.place.file, pointer, line: root.place.line };
  return makeHit(place, `~${place.file} ${pointer} is not set`, input);
}

/** A hit at a line of a text. */
export function hitAtLine(file: string, line: number, input: FileHitInput): Hit {
  return makeHit({ file, pointer: '', line }, `~${file}:${line}`, input);
}

function makeHit(place: Place, where: string, input: FileHitInput): Hit {
  return {
    subject: `~${place.file}#${input.part === undefined ? place.pointer : `${withoutIndex(place.pointer)} ${input.part}`}`,
    place,
    evidence: input.say === undefined ? where : `${where}; ${input.say}`,
    weight: input.weight,
    fix: { patches: input.patches, restart: input.restart ?? null, side_effects: input.side_effects ?? '' },
    ...(input.title === undefined ? {} : { title: input.title }),
  };
}

/** Items of a list are named by what they are: their number changes when another one goes. */
export function withoutIndex(pointer: string): string {
  return pointer.replace(/\/\d+(?=\/|$)/g, '/*');
}
