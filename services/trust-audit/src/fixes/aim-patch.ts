import { joinPointer, type Node, type Plain, splitPointer } from '../settings/node.ts';
import type { Patch } from './patch.ts';

/**
 * Where a setting has to be written: in the file that holds it now, or in the file of the nearest part that is there.
 * With includes these are not always the main file.
 */
export function aimSet(root: Node, keys: readonly string[], after: Plain): Patch {
  let current = root;
  for (const [depth, key] of keys.entries()) {
    const next = current.kind === 'object' ? current.entries.get(key) : listItem(current, key);
    if (next === undefined || (next.kind === 'scalar' && depth < keys.length - 1)) {
      const pointer = joinPointer([...splitPointer(current.place.pointer), ...keys.slice(depth)]);
      return { kind: 'set', file: current.place.file, pointer, after };
    }
    current = next;
  }
  return { kind: 'set', file: current.place.file, pointer: current.place.pointer, after };
}

export function setAt(node: Node, after: Plain): Patch {
  return { kind: 'set', file: node.place.file, pointer: node.place.pointer, after };
}

export function removeAt(node: Node): Patch {
  return { kind: 'remove', file: node.place.file, pointer: node.place.pointer };
}

function listItem(node: Node, key: string): Node | undefined {
  return node.kind === 'array' ? node.items[Number(key)] : undefined;
}
