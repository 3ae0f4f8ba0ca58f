import type { Node } from '../match/parse-expression.ts';

/** The shortest string that the node's own characters make up, first choice everywhere; looks and edges are not heeded. */
export function sampleMatch(node: Node): string {
  switch (node.kind) {
    case 'assert':
      return '';
    case 'chars':
      return String.fromCharCode(node.set[0]?.[0] ?? 0);
    case 'seq':
      return node.items.map(sampleMatch).join('');
    case 'alt':
      return node.options[0] ? sampleMatch(node.options[0]) : '';
    case 'repeat':
      return sampleMatch(node.item).repeat(node.min);
  }
}
