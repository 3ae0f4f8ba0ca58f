import type { Node } from '../settings/node.ts';
import { toPlain } from '../settings/node.ts';

/** A value longer than this is no setting. */
const VALUE_LENGTH_MAX = 200;

/** A value as the evidence shows it. Secrets in it are masked later, with everything else of the finding. */
export function showValue(node: Node): string {
  const text = JSON.stringify(toPlain(node)) ?? 'null';
  return text.length <= VALUE_LENGTH_MAX ? text : `${text.slice(0, VALUE_LENGTH_MAX)}…`;
}
