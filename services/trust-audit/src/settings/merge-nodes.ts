import type { Node } from './node.ts';

/** OpenClaw's order: objects merge key by key, lists are joined, anything else is replaced by the later one. */
export function mergeNodes(base: Node, over: Node): Node {
  if (base.kind === 'object' && over.kind === 'object') {
    const entries = new Map(base.entries);
    for (const [key, value] of over.entries) {
      const known = entries.get(key);
      entries.set(key, known === undefined ? value : mergeNodes(known, value));
    }
    return { place: over.place, kind: 'object', entries };
  }
  if (base.kind === 'array' && over.kind === 'array')
    return { place: over.place, kind: 'array', items: [...base.items, ...over.items] };
  return over;
}
